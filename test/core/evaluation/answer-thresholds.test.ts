import { describe, expect, it } from 'vitest'
import { findThresholds, type JudgedAnswer } from '#core/evaluation/answer-thresholds.ts'

/** A thousand answers; of the hundred least confident every second is wrong. */
const ANSWERS: readonly JudgedAnswer[] = Array.from({ length: 1000 }, (_, k) => ({
  confidence: (k + 1) / 1000,
  isRight: k >= 100 || k % 2 === 0,
}))

describe('findThresholds', () => {
  it('takes answers for sure of which at most one in a hundred is wrong', () => {
    const { confidence, answered, rightOfAnswered } = findThresholds(ANSWERS)
    expect(rightOfAnswered).toBeGreaterThanOrEqual(0.99)
    expect(answered).toBeGreaterThan(0.9)
    const sure = ANSWERS.filter((answer) => answer.confidence >= confidence)
    expect(sure.length / 1000).toBe(answered)
    // One more would be one wrong answer too many.
    const more = ANSWERS.filter((answer) => answer.confidence >= confidence - 0.002)
    expect(more.filter(({ isRight }) => !isRight).length).toBeGreaterThan(0.01 * more.length)
  })

  it('never parts equal answers, and finds none sure where all are wrong', () => {
    const equal = ANSWERS.map((answer) => ({ ...answer, confidence: 0.5 }))
    expect(findThresholds(equal)).toMatchObject({ answered: 0, rightOfAnswered: null })
    expect(findThresholds(equal.map((answer) => ({ ...answer, isRight: true })))).toMatchObject({
      ...{ confidence: 0.5, answered: 1, rightOfAnswered: 1 },
    })
    expect(() => findThresholds([])).toThrow('expected an answer at least')
  })
})
