import { describe, expect, it } from 'vitest'
import type { RunComparison } from '#contract/types.ts'
import { pairedDifferenceInterval, wilsonInterval } from '#core/evaluation/intervals.ts'
import { mcnemarTest } from '#core/evaluation/mcnemar.ts'
import {
  differenceDetails,
  differenceInterval,
  differenceSentence,
} from '../../../../renderer/model/runs/difference-words.ts'

function comparisonOf(correctA: number, onlyA: number, onlyB: number, total = 10_000): RunComparison {
  const correctB = correctA - onlyA + onlyB
  return {
    epochs: { a: 29, b: 12 },
    dataSet: 'mnist',
    changedData: { a: null, b: null },
    result: { total, correctA, correctB, onlyA, onlyB, ...mcnemarTest(onlyA, onlyB) },
    accuracyA: wilsonInterval(correctA, total),
    accuracyB: wilsonInterval(correctB, total),
    difference: pairedDifferenceInterval(onlyA, onlyB, total),
    disagreements: onlyA + onlyB,
  }
}
const names = { a: 'first', b: 'second' }

describe('the difference of two runs in words', () => {
  it('says by how many images, and whether it may be chance', () => {
    expect(differenceSentence(comparisonOf(9542, 398, 435), names, () => 'MNIST')).toBe(
      'second gets 37 more of 10,000 test images of MNIST right than first; this could be chance (p = 0.21).',
    )
    expect(differenceSentence(comparisonOf(9542, 150, 86), names, () => 'MNIST')).toBe(
      'first gets 64 more of 10,000 test images of MNIST right than second; this is hardly chance (p < 0.0001).',
    )
  })

  it('says of which run the images have changed since it was trained on them', () => {
    const changed = { dataSet: 'mnist', before: 'a'.repeat(64), now: 'b'.repeat(64) }
    const comparison = { ...comparisonOf(9542, 398, 435), changedData: { a: null, b: changed } }
    expect(differenceSentence(comparison, names, () => 'MNIST')).toMatch(
      /\(p = 0\.21\)\. The images or labels of 'MNIST' have changed since 'second' was trained on them: .*a… and is b+… now\.$/,
    )
  })

  it('gives B less A in points with its interval, each with its sign', () => {
    expect(differenceInterval(comparisonOf(9542, 120, 157))).toBe('+0.37 points (95\u00a0%: +0.04 to +0.70)')
    expect(differenceInterval(comparisonOf(9542, 157, 120))).toBe('−0.37 points (95\u00a0%: −0.70 to −0.04)')
    // 97.38 % and 97.55 %.
    expect(differenceInterval(comparisonOf(3895, 3, 10, 4000))).toMatch(/^\+0\.17 points /)
    expect(differenceInterval(comparisonOf(9542, 0, 0))).toMatch(/^0\.00 points/)
  })

  it('tells what was asked and how it was tested', () => {
    expect(differenceDetails(comparisonOf(9542, 150, 86), names, 'MNIST').split('\n')).toEqual([
      'On 10,000 test images of MNIST, the same for both.',
      'first: 9,542 right, 95.42\u00a0% (95\u00a0%: 94.99\u00a0% to 95.81\u00a0%), epoch 29',
      expect.stringMatching(/^second: 9,478 right, 94\.78.%.*, epoch 12$/),
      "McNemar's test, χ² = 16.82 with continuity correction: only first is right on 150, only second on 86.",
    ])
    expect(differenceDetails(comparisonOf(9542, 6, 16), names, 'MNIST')).toContain('exact binomial')
  })
})
