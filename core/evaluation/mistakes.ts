import { NO_ANSWER, type Predictions } from './predict-all.ts'

/** An image that a network takes for another digit. */
export interface Mistake {
  /** Which image. */
  readonly index: number
  readonly label: number
  readonly predicted: number
  /** The output of the digit that it is taken for: how sure the network is. */
  readonly output: number
  /** The output of the digit that it is. */
  readonly labelOutput: number
}

/**
 * The mistakes that a network is surest of, surest first; of equals, the earlier image first. Images without an answer
 * are not among them.
 * @param labels `(count)`
 * @param limit how many, at most
 */
export function findMistakes(
  { outputs, predictions, classes }: Pick<Predictions, 'outputs' | 'predictions' | 'classes'>,
  labels: Uint8Array,
  limit: number,
): Mistake[] {
  const mistakes: Mistake[] = []
  labels.forEach((label, index) => {
    const predicted = predictions[index]!
    if (predicted === label || predicted === NO_ANSWER) return
    const outputOf = (digit: number): number => outputs[index * classes + digit]!
    mistakes.push({ index, label, predicted, output: outputOf(predicted), labelOutput: outputOf(label) })
  })
  return mistakes.sort((a, b) => b.output - a.output || a.index - b.index).slice(0, limit)
}
