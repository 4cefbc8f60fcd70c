import { describe, expect, it } from 'vitest'
import { findDisagreements } from '#core/evaluation/disagreements.ts'
import { NO_ANSWER } from '#core/evaluation/predict-all.ts'

/** Answers of a network whose output of the digit that it says is 0.9, of others 0. */
function answersOf(...digits: number[]) {
  const outputs = new Float64Array(digits.length * 3)
  digits.forEach((digit, i) => {
    if (digit !== NO_ANSWER) outputs[3 * i + digit] = 0.9
  })
  return { classes: 3, predictions: Uint8Array.from(digits), outputs }
}

describe('findDisagreements', () => {
  it('names the images with different answers, and who is right', () => {
    const a = answersOf(0, 1, 0, 1, 2)
    const b = answersOf(0, 2, 1, 2, 2)
    expect(findDisagreements(a, b, Uint8Array.of(0, 1, 1, 0, 1))).toEqual([
      { index: 1, label: 1, kind: 'only-a', a: { digit: 1, output: 0.9 }, b: { digit: 2, output: 0.9 } },
      { index: 2, label: 1, kind: 'only-b', a: { digit: 0, output: 0.9 }, b: { digit: 1, output: 0.9 } },
      { index: 3, label: 0, kind: 'neither', a: { digit: 1, output: 0.9 }, b: { digit: 2, output: 0.9 } },
    ])
  })

  it('counts no answer as an answer of its own, and looks at the labelled images alone', () => {
    const [found, ...others] = findDisagreements(
      answersOf(NO_ANSWER, NO_ANSWER, 1),
      answersOf(1, NO_ANSWER, 2),
      Uint8Array.of(1, 1),
    )
    expect(found).toMatchObject({ kind: 'only-b', a: { digit: null, output: null } })
    expect(others).toEqual([])
  })
})
