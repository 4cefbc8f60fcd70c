/** Keys of what a model of this program says of itself, in its metadata. */
export const METADATA = {
  /** The network's recipe as JSON. */
  recipe: 'backprop.recipe',
  /** What the model takes: `pixels`. */
  input: 'backprop.input',
  inputMeaning: 'input',
  outputMeaning: 'output',
  /** Names of the classes as a list in JSON, in the order of the outputs. */
  classes: 'classes',
  /** p being the byte of a pixel. */
  pixels: 'p/255',
} as const
