import type { ActivationName } from '#core/activations/names.ts'
import type { EngineName } from '#core/engine/names.ts'
import type { InitializerName } from '#core/initializers/names.ts'
import type { LossName } from '#core/losses/names.ts'
import type { OptimizerName } from '#core/optimizers/names.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { ScheduleName } from '#core/recipe/schedule.ts'
import type { Stopping } from '#core/recipe/stopping.ts'

/** One of the values a field offers. */
export interface Choice<Name extends string = string> {
  readonly value: Name
  readonly label: string
  /** One short line on what sets it apart. */
  readonly description: string
}

/** Choices in the order of the record, whose type holds every name. */
function choices<Name extends string>(
  table: Record<Name, [label: string, description: string]>,
): Choice<Name>[] {
  return (Object.entries(table) as [Name, [string, string]][]).map(([value, [label, description]]) => ({
    value,
    label,
    description,
  }))
}

/** What a value is called; the value itself where it is none of the choices. */
export const labelOf = (choices: readonly Choice[], value: string): string =>
  choices.find((choice) => choice.value === value)?.label ?? value

export const ACTIVATION_CHOICES = choices<ActivationName>({
  sigmoid: ['Sigmoid', '1 / (1 + e⁻ᶻ), between 0 and 1; the lecture’s'],
  tanh: ['Tanh', 'between −1 and 1, steeper than sigmoid at zero'],
  relu: ['ReLU', 'max(0, z); quick to learn with'],
  softplus: ['Softplus', 'ln(1 + eᶻ), a smooth ReLU'],
  'leaky-relu': ['Leaky ReLU', 'ReLU that lets a little through below zero'],
  elu: ['ELU', 'ReLU with a smooth floor at −1; its slope is rounded far below 0'],
  gelu: ['GELU', 'z weighted by how likely it is; rounded to 0 below −8.5'],
  silu: ['SiLU', 'z · sigmoid(z), also called swish'],
  'elu-exact': ['ELU, exact', 'ELU with all digits of its slope'],
  'gelu-exact': ['GELU, exact', 'GELU with all digits far below 0'],
  identity: ['Identity', 'z itself, no bend'],
  softmax: ['Softmax', 'outputs that sum to 1; output layer only'],
})

export const INITIALIZER_CHOICES = choices<InitializerName>({
  'standard-normal': ['Standard normal', 'N(0, 1) for weights and biases; the lecture’s'],
  'scaled-normal': ['Scaled normal', 'N(0, 1) / √fan-in; the sequel’s better start'],
  'lecun-normal': ['LeCun normal', 'variance 1 / fan-in, zero biases; for tanh'],
  'glorot-normal': ['Glorot normal', 'variance 2 / (fan-in + fan-out); for sigmoid and tanh'],
  'glorot-uniform': ['Glorot uniform', 'as Glorot normal, drawn evenly'],
  'he-normal': ['He normal', 'variance 2 / fan-in; for ReLU'],
  'he-uniform': ['He uniform', 'as He normal, drawn evenly'],
  orthogonal: ['Orthogonal', 'rows at right angles; for deep networks'],
  zeros: ['Zeros', 'all alike; shows why weights must differ'],
  constant: ['Constant', 'one value for all; fails as zeros do'],
})

export const LOSS_CHOICES = choices<LossName>({
  mse: ['MSE', 'half the squared distance to the target; the lecture’s quadratic cost'],
  'binary-cross-entropy': ['Binary cross-entropy', 'each output for itself; needs sigmoid outputs'],
  'softmax-cross-entropy': ['Softmax cross-entropy', '−ln of the right digit’s output; needs softmax'],
})

export const OPTIMIZER_CHOICES = choices<OptimizerName>({
  sgd: ['SGD', 'a plain step down the gradient; the lecture’s'],
  momentum: ['Momentum', 'keeps part of the last step'],
  nesterov: ['Nesterov', 'momentum that looks ahead'],
  adagrad: ['AdaGrad', 'smaller steps where much was learned'],
  rmsprop: ['RMSProp', 'steps scaled by the recent gradient'],
  adam: ['Adam', 'momentum and scaling together'],
  adamw: ['AdamW', 'Adam with weight decay apart from the gradient'],
})

export const L2_CONVENTION_CHOICES = choices<Recipe['l2']['convention']>({
  network2: ['λ/(2n) Σ w²', 'as in the lecture’s sequel; n: training images'],
  pytorch: ['λ/2 Σ w²', 'as PyTorch’s weight_decay'],
})

export const L1_CONVENTION_CHOICES = choices<Recipe['l1']['convention']>({
  network2: ['λ/n Σ |w|', 'as in the lecture’s sequel; n: training images'],
  pytorch: ['λ Σ |w|', 'without the number of images'],
})

export const NORMALIZATION_CHOICES = choices<Recipe['data']['normalization']>({
  unit: ['0 to 1', 'brightness as a share; the lecture’s'],
  standardized: ['Standardized', 'mean 0 and deviation 1 over the training images'],
  none: ['0 to 255', 'the bytes as they are; needs small learning rates'],
})

export const SCHEDULE_CHOICES = choices<ScheduleName>({
  constant: ['Constant', 'the same throughout; the lecture’s'],
  step: ['Steps', 'times a factor after every so many epochs'],
  exponential: ['Exponential', 'times a factor after each epoch'],
  cosine: ['Cosine', 'half a cosine down towards the smallest rate'],
  'inverse-time': ['1/t', 'divided by 1 + decay × epoch'],
  plateau: ['On plateau', 'times a factor when the loss stays where it is'],
})

export const COSINE_END_CHOICES = choices<Extract<Recipe['schedule'], { name: 'cosine' }>['reaches']>({
  'after-last-epoch': ['After the last epoch', 'every epoch learns'],
  'in-last-epoch': ['In the last epoch', 'which learns nothing where the smallest rate is 0'],
})

export const STOPPING_MEASURE_CHOICES = choices<NonNullable<Stopping['patience']>['measure']>({
  'validation-accuracy': ['Accuracy', 'share of validation images read right'],
  'validation-loss': ['Loss', 'of the validation images; notices overfitting sooner'],
})

export const ENGINE_CHOICES = choices<EngineName>({
  wasm: ['Fast (32-bit)', 'WebAssembly SIMD in 32-bit floats; the same bytes on every machine'],
  'wasm-relaxed': [
    'Fastest (32-bit, relaxed)',
    'with fused multiply-add; the last bits can differ from machine to machine',
  ],
  reference: ['Exact (64-bit)', 'plain loops in 64-bit floats, the reference; 10 to 50 times slower'],
})
