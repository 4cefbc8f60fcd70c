import type { Predictions } from './predict-all.ts'

/** What a network says of one image: right where `predicted` is `label`. */
export interface ImageAnswer {
  /** Which image. */
  readonly index: number
  readonly label: number
  readonly predicted: number
  /** The output of the class that it is taken for: how sure the network is. */
  readonly output: number
  /** The output of the class that it is. */
  readonly labelOutput: number
}

export interface ConfusionCell {
  readonly label: number
  readonly predicted: number
}

/**
 * The images of one cell of the confusion matrix, those with the largest output first; of equals, the earlier first.
 * @param labels `(count)`
 * @param limit how many, at most
 */
export function findCellAnswers(
  { outputs, predictions, classes }: Pick<Predictions, 'outputs' | 'predictions' | 'classes'>,
  labels: Uint8Array,
  { label, predicted }: ConfusionCell,
  limit: number,
): ImageAnswer[] {
  const answers: ImageAnswer[] = []
  labels.forEach((each, index) => {
    if (each !== label || predictions[index] !== predicted) return
    answers.push({
      index,
      label,
      predicted,
      output: outputs[index * classes + predicted]!,
      labelOutput: outputs[index * classes + label]!,
    })
  })
  return answers.sort((a, b) => b.output - a.output || a.index - b.index).slice(0, limit)
}
