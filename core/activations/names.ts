/** Activations that a layer may have; softmax belongs to an output layer. */
export const ACTIVATION_NAMES = [
  'sigmoid',
  'tanh',
  'relu',
  'softplus',
  'leaky-relu',
  'elu',
  'gelu',
  'silu',
  'identity',
  'softmax',
] as const

export type ActivationName = (typeof ACTIVATION_NAMES)[number]
