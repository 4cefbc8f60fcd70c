import {
  ACTIVATION_NAMES,
  COSINE_END_NAMES,
  ENGINE_NAMES,
  INITIALIZER_NAMES,
  L1_CONVENTION_NAMES,
  L2_CONVENTION_NAMES,
  LOSS_NAMES,
  NORMALIZATION_NAMES,
  OPTIMIZER_NAMES,
  SCHEDULE_NAMES,
  STOPPING_MEASURE_NAMES,
} from '#shared/words/choice-names.ts'

/** One of the values a field offers. */
export interface Choice<Name extends string = string> {
  readonly value: Name
  readonly label: string
  /** One short line on what sets it apart. */
  readonly description: string
}

/** Choices in the order of the names, with a description of each. */
function choices<Name extends string>(
  names: Readonly<Record<Name, string>>,
  descriptions: Readonly<Record<Name, string>>,
): Choice<Name>[] {
  return (Object.entries(names) as [Name, string][]).map(([value, label]) => ({
    value,
    label,
    description: descriptions[value],
  }))
}

/** What a value is called; the value itself where it is none of the choices. */
export const labelOf = (choices: readonly Choice[], value: string): string =>
  choices.find((choice) => choice.value === value)?.label ?? value

export const ACTIVATION_CHOICES = choices(ACTIVATION_NAMES, {
  sigmoid: '1 / (1 + e⁻ᶻ), between 0 and 1; the lecture’s',
  tanh: 'between −1 and 1, steeper than sigmoid at zero',
  relu: 'max(0, z); quick to learn with',
  softplus: 'ln(1 + eᶻ), a smooth ReLU',
  'leaky-relu': 'ReLU that lets a little through below zero',
  elu: 'ReLU with a smooth floor at −α; its slope is rounded far below 0',
  gelu: 'z weighted by how likely it is; rounded to 0 below −8.5',
  silu: 'z · sigmoid(z), also called swish',
  'elu-exact': 'ELU with all digits of its slope',
  'gelu-exact': 'GELU with all digits far below 0',
  identity: 'z itself, no bend',
  softmax: 'outputs that sum to 1; output layer only',
})

export const INITIALIZER_CHOICES = choices(INITIALIZER_NAMES, {
  'standard-normal': 'N(0, 1) for weights and biases; the lecture’s',
  'scaled-normal': 'N(0, 1) / √fan-in; the sequel’s better start',
  'lecun-normal': 'variance 1 / fan-in, zero biases; for tanh',
  'glorot-normal': 'variance 2 / (fan-in + fan-out); for sigmoid and tanh',
  'glorot-uniform': 'as Glorot normal, drawn evenly',
  'he-normal': 'variance 2 / fan-in; for ReLU',
  'he-uniform': 'as He normal, drawn evenly',
  orthogonal: 'rows at right angles; for deep networks',
  zeros: 'all alike; shows why weights must differ',
  constant: 'one value for all; fails as zeros do',
})

export const LOSS_CHOICES = choices(LOSS_NAMES, {
  mse: 'half the squared distance to the target; the lecture’s quadratic cost',
  'binary-cross-entropy': 'each output for itself; needs sigmoid outputs',
  'softmax-cross-entropy': '−ln of the right class’s output; needs softmax',
})

export const OPTIMIZER_CHOICES = choices(OPTIMIZER_NAMES, {
  sgd: 'a plain step down the gradient; the lecture’s',
  momentum: 'keeps part of the last step',
  nesterov: 'momentum that looks ahead',
  adagrad: 'smaller steps where much was learned',
  rmsprop: 'steps scaled by the recent gradient',
  adam: 'momentum and scaling together',
  adamw: 'Adam with weight decay apart from the gradient',
})

export const L2_CONVENTION_CHOICES = choices(L2_CONVENTION_NAMES, {
  network2: 'as in the lecture’s sequel; n: training images',
  pytorch: 'as PyTorch’s weight_decay',
})

export const L1_CONVENTION_CHOICES = choices(L1_CONVENTION_NAMES, {
  network2: 'as in the lecture’s sequel; n: training images',
  pytorch: 'without the number of images',
})

export const NORMALIZATION_CHOICES = choices(NORMALIZATION_NAMES, {
  unit: 'brightness as a share; the lecture’s',
  standardized: 'mean 0 and deviation 1 over the training images',
  none: 'the bytes as they are; needs small learning rates',
})

export const SCHEDULE_CHOICES = choices(SCHEDULE_NAMES, {
  constant: 'the same throughout; the lecture’s',
  step: 'times a factor after every so many epochs',
  exponential: 'times a factor after each epoch',
  cosine: 'half a cosine down towards the smallest rate',
  'inverse-time': 'divided by 1 + decay × epoch',
  plateau: 'times a factor when the loss stays where it is',
})

export const COSINE_END_CHOICES = choices(COSINE_END_NAMES, {
  'after-last-epoch': 'every epoch learns',
  'in-last-epoch': 'which learns nothing where the smallest rate is 0',
})

export const STOPPING_MEASURE_CHOICES = choices(STOPPING_MEASURE_NAMES, {
  'validation-accuracy': 'share of validation images read right',
  'validation-loss': 'of the validation images; notices overfitting sooner',
})

export const ENGINE_CHOICES = choices(ENGINE_NAMES, {
  wasm: 'WebAssembly SIMD in 32-bit floats; the same bytes on every machine',
  'wasm-relaxed': 'with fused multiply-add; the last bits can differ from machine to machine',
  reference: 'plain loops in 64-bit floats, the reference; 10 to 50 times slower',
})
