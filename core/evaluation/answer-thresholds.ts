import type { Answer } from './predict.ts'

/** From what on an answer counts, found on images that the network did not learn from. */
export interface AnswerThresholds {
  /** Images that they were found on. */
  readonly images: number
  /** An answer whose confidence is below it is not sure. */
  readonly confidence: number
  /** Share of the images with a sure answer, 0 to 1. */
  readonly answered: number
  /** Share of these whose answer is right, 0 to 1; null where there are none. */
  readonly rightOfAnswered: number | null
}

/** What of an answer thresholds are found from. */
export interface JudgedAnswer extends Pick<Answer, 'confidence'> {
  readonly isRight: boolean
}

/** Of the sure answers at most one in a hundred is wrong, and at most a third of the share that is wrong among all. */
const MOST_WRONG = 0.01
const WRONG_OF_ALL = 1 / 3

/**
 * Finds the lowest confidence from which on answers are wrong rarely enough.
 * @throws RangeError without an answer
 */
export function findThresholds(answers: readonly JudgedAnswer[]): AnswerThresholds {
  const count = answers.length
  if (count === 0) throw new RangeError('Thresholds: expected an answer at least, got none')
  const wrongOfAll = answers.filter(({ isRight }) => !isRight).length / count
  const mostWrong = Math.min(MOST_WRONG, WRONG_OF_ALL * wrongOfAll)
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence)
  let best = { confidence: Number.MAX_VALUE, answered: 0, wrong: 0 }
  let wrong = 0
  sorted.forEach(({ confidence, isRight }, k) => {
    if (!isRight) wrong++
    const isLastOfEqual = sorted[k + 1]?.confidence !== confidence
    if (isLastOfEqual && wrong <= mostWrong * (k + 1)) best = { confidence, answered: k + 1, wrong }
  })
  return {
    images: count,
    confidence: best.confidence,
    answered: best.answered / count,
    rightOfAnswered: best.answered === 0 ? null : 1 - best.wrong / best.answered,
  }
}
