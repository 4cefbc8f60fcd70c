import type { ImageAnswer } from './cell-answers.ts'
import { NO_ANSWER, type Predictions } from './predict-all.ts'

/** Which answers are wanted: the wrong ones, surest first, or the right ones, of which those come first that were nearly wrong. */
export type AnswerKind = 'mistakes' | 'hardest'

/** An answer, and what the network would have said else. */
export interface RankedAnswer extends ImageAnswer {
  /** The class with the largest output but for the answer, and that output; null where there is one class alone. */
  readonly next: { readonly label: number; readonly output: number } | null
}

export interface WantedAnswers {
  readonly kind: AnswerKind
  /** Those to images of this class alone; undefined: of all. */
  readonly label?: number | undefined
  /** Those to these images alone; undefined: to all. */
  readonly indices?: readonly number[] | undefined
}

/**
 * All answers of a kind, in its order; of equals, the earlier image first. Images without an answer are not among them.
 * @param labels `(count)`
 */
export function pickAnswers(
  { outputs, predictions, classes }: Pick<Predictions, 'outputs' | 'predictions' | 'classes'>,
  labels: Uint8Array,
  { kind, label: wanted, indices = Array.from(labels.keys()) }: WantedAnswers,
): RankedAnswer[] {
  const found: RankedAnswer[] = []
  for (const index of indices) {
    const [label, predicted] = [labels[index]!, predictions[index]!]
    const isWrong = predicted !== label
    if (predicted === NO_ANSWER || isWrong !== (kind === 'mistakes')) continue
    if (wanted !== undefined && label !== wanted) continue
    const outputOf = (each: number): number => outputs[index * classes + each]!
    let next: RankedAnswer['next'] = null
    for (let each = 0; each < classes; each++) {
      if (each === predicted || outputOf(each) <= (next?.output ?? -Infinity)) continue
      next = { label: each, output: outputOf(each) }
    }
    const answer = { index, label, predicted, output: outputOf(predicted), labelOutput: outputOf(label) }
    found.push({ ...answer, next })
  }
  const lead = ({ output, next }: RankedAnswer): number => (next === null ? Infinity : output - next.output)
  return found.sort((a, b) =>
    kind === 'mistakes' ? b.output - a.output || a.index - b.index : lead(a) - lead(b) || a.index - b.index,
  )
}
