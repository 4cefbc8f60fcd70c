import type { ActivationName } from '#core/activations/names.ts'
import type { EngineName } from '#core/engine/names.ts'
import type { InitializerName } from '#core/initializers/names.ts'
import type { LossName } from '#core/losses/names.ts'
import type { OptimizerName } from '#core/optimizers/names.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { ScheduleName } from '#core/recipe/schedule.ts'
import type { Stopping } from '#core/recipe/stopping.ts'

export const ACTIVATION_NAMES: Readonly<Record<ActivationName, string>> = {
  sigmoid: 'Sigmoid',
  tanh: 'Tanh',
  relu: 'ReLU',
  softplus: 'Softplus',
  'leaky-relu': 'Leaky ReLU',
  elu: 'ELU',
  gelu: 'GELU',
  silu: 'SiLU',
  'elu-exact': 'ELU, exact',
  'gelu-exact': 'GELU, exact',
  identity: 'Identity',
  softmax: 'Softmax',
}

export const INITIALIZER_NAMES: Readonly<Record<InitializerName, string>> = {
  'standard-normal': 'Standard normal',
  'scaled-normal': 'Scaled normal',
  'lecun-normal': 'LeCun normal',
  'glorot-normal': 'Glorot normal',
  'glorot-uniform': 'Glorot uniform',
  'he-normal': 'He normal',
  'he-uniform': 'He uniform',
  orthogonal: 'Orthogonal',
  zeros: 'Zeros',
  constant: 'Constant',
}

export const LOSS_NAMES: Readonly<Record<LossName, string>> = {
  mse: 'MSE',
  'binary-cross-entropy': 'Binary cross-entropy',
  'softmax-cross-entropy': 'Softmax cross-entropy',
}

export const OPTIMIZER_NAMES: Readonly<Record<OptimizerName, string>> = {
  sgd: 'SGD',
  momentum: 'Momentum',
  nesterov: 'Nesterov',
  adagrad: 'AdaGrad',
  rmsprop: 'RMSProp',
  adam: 'Adam',
  adamw: 'AdamW',
}

export const L2_CONVENTION_NAMES: Readonly<Record<Recipe['l2']['convention'], string>> = {
  network2: 'λ/(2n) Σ w²',
  pytorch: 'λ/2 Σ w²',
}

export const L1_CONVENTION_NAMES: Readonly<Record<Recipe['l1']['convention'], string>> = {
  network2: 'λ/n Σ |w|',
  pytorch: 'λ Σ |w|',
}

export const NORMALIZATION_NAMES: Readonly<Record<Recipe['data']['normalization'], string>> = {
  unit: '0 to 1',
  standardized: 'Standardized',
  none: '0 to 255',
}

export const SCHEDULE_NAMES: Readonly<Record<ScheduleName, string>> = {
  constant: 'Constant',
  step: 'Steps',
  exponential: 'Exponential',
  cosine: 'Cosine',
  'inverse-time': '1/t',
  plateau: 'On plateau',
}

export const COSINE_END_NAMES: Readonly<
  Record<Extract<Recipe['schedule'], { name: 'cosine' }>['reaches'], string>
> = {
  'after-last-epoch': 'After the last epoch',
  'in-last-epoch': 'In the last epoch',
}

export const STOPPING_MEASURE_NAMES: Readonly<Record<NonNullable<Stopping['patience']>['measure'], string>> =
  {
    'validation-accuracy': 'Accuracy',
    'validation-loss': 'Loss',
  }

export const ENGINE_NAMES: Readonly<Record<EngineName, string>> = {
  wasm: 'Fast (32-bit)',
  'wasm-relaxed': 'Fastest (32-bit, relaxed)',
  reference: 'Exact (64-bit)',
}

/** The names of each field's choices, by its path. */
const NAMES_BY_PATH: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'layers.*.activation': ACTIVATION_NAMES,
  'initializer.name': INITIALIZER_NAMES,
  loss: LOSS_NAMES,
  'optimizer.name': OPTIMIZER_NAMES,
  'l2.convention': L2_CONVENTION_NAMES,
  'l1.convention': L1_CONVENTION_NAMES,
  'data.normalization': NORMALIZATION_NAMES,
  'schedule.name': SCHEDULE_NAMES,
  'schedule.reaches': COSINE_END_NAMES,
  'stopping.patience.measure': STOPPING_MEASURE_NAMES,
  engine: ENGINE_NAMES,
}

const namesAt = (path: string): Readonly<Record<string, string>> =>
  NAMES_BY_PATH[path.replace(/^layers\.\d+\./, 'layers.*.')] ?? {}

/**
 * A value of a recipe's field as the form calls it, as in `He normal` for `he-normal`; itself where the form has no name for it.
 * @param path as in `layers.0.activation`; `layers.*.activation` for that of all layers
 */
export function nameOfValue(path: string, value: string): string {
  const names = namesAt(path)
  return Object.hasOwn(names, value) ? names[value]! : value
}

/** What a field offers, by name, in the form's order; empty where it is none with a choice. @param path see `nameOfValue` */
export function listChoiceNames(path: string): string[] {
  return Object.values(namesAt(path))
}

/**
 * The recipe's own word for what a person typed: the name of a choice or that word itself, with small or big letters; null
 * for anything else. @param path see `nameOfValue`
 */
export function readChoice(path: string, text: string): string | null {
  const typed = text.trim().toLowerCase()
  const found = Object.entries(namesAt(path)).find(
    ([value, name]) => value === typed || name.toLowerCase() === typed,
  )
  return found?.[0] ?? null
}
