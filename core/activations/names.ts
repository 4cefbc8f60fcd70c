/**
 * What becomes of a large sum: `squashing` brings it near a bound, where the slope fades; `rectifying` passes it on above
 * zero and holds it back below, so that He's variance of 2 / fan-in keeps the size of what passes; `linear` passes it on.
 */
export type ActivationShape = 'squashing' | 'rectifying' | 'linear'

/** Every activation by name; softmax belongs to an output layer. */
export const ACTIVATION_SHAPES = {
  sigmoid: 'squashing',
  tanh: 'squashing',
  relu: 'rectifying',
  softplus: 'rectifying',
  'leaky-relu': 'rectifying',
  elu: 'rectifying',
  gelu: 'rectifying',
  silu: 'rectifying',
  'elu-exact': 'rectifying',
  'gelu-exact': 'rectifying',
  identity: 'linear',
  softmax: 'squashing',
} as const satisfies Record<string, ActivationShape>

export type ActivationName = keyof typeof ACTIVATION_SHAPES

/** Activations that a layer may have, in the order of the registry. */
export const ACTIVATION_NAMES = Object.keys(ACTIVATION_SHAPES) as [ActivationName, ...ActivationName[]]
