import { NO_ANSWER, type Predictions } from './predict-all.ts'

/** Which of two networks is right where they disagree. */
export type DisagreementKind = 'only-a' | 'only-b' | 'neither'

/** What one network says of an image. */
export interface NetworkAnswer {
  /** Null where its outputs are not numbers. */
  readonly digit: number | null
  /** The output of that digit; null without one. */
  readonly output: number | null
}

/** An image of which two networks say different things. */
export interface Disagreement {
  /** Which image. */
  readonly index: number
  readonly label: number
  readonly kind: DisagreementKind
  readonly a: NetworkAnswer
  readonly b: NetworkAnswer
}

type Answers = Pick<Predictions, 'outputs' | 'predictions' | 'classes'>

/**
 * The images on which two networks disagree, in the order of the images.
 * @param labels `(count)`; either network may have answered more images than these, which are left out
 */
export function findDisagreements(a: Answers, b: Answers, labels: Uint8Array): Disagreement[] {
  const found: Disagreement[] = []
  labels.forEach((label, index) => {
    if (a.predictions[index] === b.predictions[index]) return
    const kind =
      a.predictions[index] === label ? 'only-a' : b.predictions[index] === label ? 'only-b' : 'neither'
    found.push({ index, label, kind, a: answerOf(a, index), b: answerOf(b, index) })
  })
  return found
}

function answerOf({ outputs, predictions, classes }: Answers, index: number): NetworkAnswer {
  const digit = predictions[index]!
  return digit === NO_ANSWER
    ? { digit: null, output: null }
    : { digit, output: outputs[index * classes + digit]! }
}
