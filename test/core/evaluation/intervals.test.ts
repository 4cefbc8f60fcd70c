import { describe, expect, it } from 'vitest'
import {
  differenceInterval,
  meanInterval,
  pairedDifferenceInterval,
  wilsonInterval,
} from '#core/evaluation/intervals.ts'

describe('wilsonInterval', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I,
  // method 3 (score), to its four decimals; the further decimals by Python 3's statistics.NormalDist.
  it.each([
    [81, 263, 0.2552885198782743, 0.3662095769828001],
    [15, 148, 0.0623863995307363, 0.160487241723308],
    [0, 20, 0, 0.1611251580528193],
    [1, 29, 0.006113214292762653, 0.17175521879320282],
    [9542, 10_000, 0.9499253373865503, 0.9581258384935271],
  ])('of %i of %i', (correct, total, low, high) => {
    const interval = wilsonInterval(correct, total)
    expect(interval.low).toBeCloseTo(low, 13)
    expect(interval.high).toBeCloseTo(high, 13)
  })

  it('is the mirror image for wrong answers and ends at 0 and 1', () => {
    const [some, others] = [wilsonInterval(81, 263), wilsonInterval(263 - 81, 263)]
    expect(some.low).toBeCloseTo(1 - others.high, 14)
    expect(wilsonInterval(20, 20).high).toBe(1)
    expect(wilsonInterval(0, 20).low).toBe(0)
  })

  it.each([
    [0, 0],
    [-1, 5],
    [6, 5],
    [NaN, 5],
  ])('refuses %f of %i', (correct, total) => {
    expect(() => wilsonInterval(correct, total)).toThrow(RangeError)
  })
})

describe('meanInterval', () => {
  it('is mean ± t s/√n with n − 1 degrees of freedom', () => {
    // mean 5, s² = 32/7; SciPy 1.17: stats.t.isf(0.025, 7)
    const { mean, low, high } = meanInterval([2, 4, 4, 4, 5, 5, 7, 9])
    const half = 2.3646242515927844 * Math.sqrt(32 / 7 / 8)
    expect(mean).toBe(5)
    expect(low).toBeCloseTo(5 - half, 14)
    expect(high).toBeCloseTo(5 + half, 14)
  })

  it('has no ends for one value and refuses none', () => {
    expect(meanInterval([3])).toEqual({ mean: 3, low: null, high: null })
    expect(() => meanInterval([])).toThrow(RangeError)
  })
})

describe('pairedDifferenceInterval', () => {
  // Half an image added to each cell, then d ± z √((pA + pB − d²)/N), by Python 3's fractions and statistics.NormalDist.
  it.each([
    // Agresti, Categorical Data Analysis (2002), table 10.1, approval ratings: −0.04 ± 1.96 · 0.0095 without the halves
    [150, 86, 1600, -0.05868293572597245, -0.021217189117972622],
    [120, 157, 10_000, 0.0004328049902379326, 0.00696571530570288],
    [6, 16, 100, 0.007871159096452085, 0.18820727227609693],
    [0, 0, 20, -0.08908927202454789, 0.08908927202454789],
    [20, 0, 20, -1, -0.7595328175843945],
  ])('of %i and %i of %i', (onlyA, onlyB, total, low, high) => {
    const interval = pairedDifferenceInterval(onlyA, onlyB, total)
    expect(interval.low).toBeCloseTo(low, 13)
    expect(interval.high).toBeCloseTo(high, 13)
    const mirrored = pairedDifferenceInterval(onlyB, onlyA, total)
    expect(mirrored.low).toBeCloseTo(-high, 13)
    expect(mirrored.high).toBeCloseTo(-low, 13)
  })

  it.each([
    [0, 0, 0],
    [-1, 0, 5],
    [3, 3, 5],
    [NaN, 0, 5],
  ])('refuses %f and %f of %i', (onlyA, onlyB, total) => {
    expect(() => pairedDifferenceInterval(onlyA, onlyB, total)).toThrow(RangeError)
  })
})

describe('differenceInterval', () => {
  // Newcombe, "Interval estimation for the difference between independent proportions", 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i of %i against %i of %i is the published one', (a, m, b, n, low, high) => {
    const interval = differenceInterval({ correct: a, total: m }, { correct: b, total: n })
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })
})
