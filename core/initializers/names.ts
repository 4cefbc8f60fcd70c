/** Ways to draw the first weights and biases. */
export const INITIALIZER_NAMES = [
  'standard-normal',
  'scaled-normal',
  'lecun-normal',
  'glorot-normal',
  'glorot-uniform',
  'he-normal',
  'he-uniform',
  'orthogonal',
  'zeros',
  'constant',
] as const

export type InitializerName = (typeof INITIALIZER_NAMES)[number]
