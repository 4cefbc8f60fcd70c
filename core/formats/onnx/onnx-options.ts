import type { ChosenOptions, FormatOption } from '../weight-format.ts'

/** How a network is written where ONNX leaves a choice. */
export interface OnnxChoices {
  /** `flat`: a row of numbers for each image; `image`: 1 × rows × columns for each, as of a photo with one channel. */
  readonly input?: 'flat' | 'image'
  /** `kept` as a step of its own, or `folded` into the weights before it, which answers the same. */
  readonly batchNorm?: 'kept' | 'folded'
}

/** What can be chosen for a model. */
export const ONNX_OPTIONS: readonly FormatOption[] = [
  {
    name: 'input',
    title: 'Input of the model',
    choices: [
      { value: 'flat', title: 'Flat: a row of numbers for each image' },
      { value: 'image', title: 'Image: 1 × rows × columns, which the model flattens' },
    ],
    concerns: ({ inputSize }) => isSquare(inputSize),
  },
  {
    name: 'batch-norm',
    title: 'Batch normalization',
    choices: [
      { value: 'kept', title: 'Kept as a step of the model' },
      { value: 'folded', title: 'Folded into the weights before it, which answers the same' },
    ],
    concerns: ({ layers }) => layers.some(({ batchNorm }) => batchNorm),
  },
]

export const isSquare = (inputSize: number): boolean => Number.isInteger(Math.sqrt(inputSize))

/** The choices of a person as the writer takes them. */
export function onnxChoices(chosen: ChosenOptions = {}): OnnxChoices {
  return {
    input: chosen.input === 'image' ? 'image' : 'flat',
    batchNorm: chosen['batch-norm'] === 'folded' ? 'folded' : 'kept',
  }
}
