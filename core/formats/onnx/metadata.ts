/** Keys of what a model of this program says of itself, in its metadata. */
export const METADATA = {
  /** The network's recipe as JSON. */
  recipe: 'backprop.recipe',
  /** `p/255`: what the model takes, p being the byte of a pixel. */
  input: 'backprop.input',
  inputMeaning: 'input',
  outputMeaning: 'output',
  /** Names of the classes as a list in JSON, in the order of the outputs. */
  classes: 'classes',
} as const
