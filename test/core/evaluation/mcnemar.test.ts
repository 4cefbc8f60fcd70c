import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePredictions, describeComparison, mcnemarTest } from '#core/evaluation/mcnemar.ts'

describe('mcnemarTest', () => {
  // χ² = (|b − c| − 1)²/(b + c); p by Python 3's math.erfc(sqrt(χ²/2)).
  it.each([
    // Agresti, Categorical Data Analysis (1990), p. 350, approval ratings: the table of R's help on mcnemar.test
    [150, 86, 16.81779661016949, 4.1145622813459415e-5],
    // the example of Wikipedia's article on McNemar's test: 21.35 without correction
    [121, 59, 20.67222222222222, 5.450094825427123e-6],
    [100, 137, 5.468354430379747, 0.019363849765463455],
    [12, 13, 0, 1],
    [20, 20, 0, 1],
  ])('of %i and %i pairs is χ² with continuity correction', (onlyA, onlyB, statistic, p) => {
    const result = mcnemarTest(onlyA, onlyB)
    expect(result.method).toBe('chi-square')
    expect(result.statistic).toBeCloseTo(statistic, 12)
    expect(Math.abs(result.p - p)).toBeLessThanOrEqual(1e-12 * p)
  })

  // Exact: min(1, 2 Σ_{k ≤ min} C(n, k)/2ⁿ), by Python 3's fractions.
  it.each([
    [6, 16, 0.052478790283203125],
    [16, 6, 0.052478790283203125],
    [2, 10, 0.03857421875],
    [1, 9, 0.021484375],
    [0, 3, 0.25],
    [5, 5, 1],
    [12, 12, 1],
    [0, 0, 1],
  ])('of %i and %i pairs is exact', (onlyA, onlyB, p) => {
    expect(mcnemarTest(onlyA, onlyB)).toEqual({ method: 'exact-binomial', statistic: null, p })
  })

  it('falls as the pairs lean to one side, from one method to the other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(100), (onlyA, more) => {
        const near = mcnemarTest(onlyA, onlyA + more)
        const far = mcnemarTest(onlyA - 1, onlyA + more + 1)
        expect(far.p).toBeLessThanOrEqual(near.p)
        expect(near.p).toBeGreaterThan(0)
      }),
    )
  })
})

describe('comparePredictions', () => {
  const labels = Uint8Array.of(0, 1, 2, 3, 4, 5)

  it('counts who alone is right', () => {
    const a = Uint8Array.of(0, 1, 9, 9, 4, 9)
    const b = Uint8Array.of(0, 9, 2, 3, 255, 8)
    expect(comparePredictions(a, b, labels)).toMatchObject({
      total: 6,
      correctA: 3,
      correctB: 3,
      onlyA: 2,
      onlyB: 2,
      p: 1,
    })
  })

  it('refuses predictions on other images', () => {
    expect(() => comparePredictions(labels.subarray(1), labels, labels)).toThrow(
      'expected 6 of each network, one a label, got 5 and 6',
    )
  })

  it('says what came of it in words', () => {
    const of = (onlyA: number, onlyB: number): string =>
      describeComparison(
        {
          total: 10_000,
          correctA: 9000 + onlyA,
          correctB: 9000 + onlyB,
          onlyA,
          onlyB,
          ...mcnemarTest(onlyA, onlyB),
        },
        { a: 'A', b: 'B' },
        '10,000 test images of MNIST',
      )
    expect(of(412, 449)).toBe(
      'B gets 37 more of 10,000 test images of MNIST right than A; this could be chance (p = 0.22)',
    )
    expect(of(100, 137)).toBe(
      'B gets 37 more of 10,000 test images of MNIST right than A; this is hardly chance (p = 0.02)',
    )
    expect(of(150, 50)).toBe(
      'A gets 100 more of 10,000 test images of MNIST right than B; this is hardly chance (p < 0.0001)',
    )
    expect(of(5, 5)).toBe(
      'A and B get equally many of 10,000 test images of MNIST right, though each is right on 5 that the other gets wrong (p = 1.00)',
    )
  })

  it.each([
    [8765, 'A and B get the same 8,765 of 10,000 test images of MNIST right'],
    [10_000, 'A and B both get all of 10,000 test images of MNIST right'],
    [0, 'A and B both get none of 10,000 test images of MNIST right'],
  ])('counts what both get right where they agree: %i', (correct, words) => {
    const counts = { total: 10_000, correctA: correct, correctB: correct, onlyA: 0, onlyB: 0 }
    const result = { ...counts, ...mcnemarTest(0, 0) }
    expect(describeComparison(result, { a: 'A', b: 'B' }, '10,000 test images of MNIST')).toBe(words)
  })
})
