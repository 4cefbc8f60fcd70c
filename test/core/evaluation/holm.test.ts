import { expect, it } from 'vitest'
import { adjustByHolm } from '#core/evaluation/holm.ts'
import { pairedDifferenceInterval } from '#core/evaluation/intervals.ts'

it("gives the adjusted p-values of R's p.adjust(p, 'holm')", () => {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') is 0.03 0.06 0.06 0.02.
  const adjusted = adjustByHolm([0.01, 0.04, 0.03, 0.005])
  ;[0.03, 0.06, 0.06, 0.02].forEach((p, k) => expect(adjusted[k]).toBeCloseTo(p, 12))
  expect(adjustByHolm([0.2, 0.8, 0.6])).toEqual([expect.closeTo(0.6, 12), 1, 1])
  expect(adjustByHolm([0.03])).toEqual([0.03])
  expect(adjustByHolm([])).toEqual([])
})

it('widens the intervals of several differences by the normal points of Bonferroni', () => {
  const half = (comparisons?: number): number => {
    const { low, high } = pairedDifferenceInterval(40, 60, 10_000, comparisons)
    return (high - low) / 2
  }
  expect(half(1)).toBe(half())
  // qnorm(1 - 0.05 / (2 * m)) for m = 2, 3, 10 beside qnorm(0.975).
  for (const [m, z] of [
    [2, 2.241402727604945],
    [3, 2.3939797998185104],
    [10, 2.8070337683438042],
  ] as const) {
    expect(half(m) / half(1)).toBeCloseTo(z / 1.959963984540054, 9)
  }
})
