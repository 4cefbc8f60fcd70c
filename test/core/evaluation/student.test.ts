import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { spreadOf } from '#core/evaluation/spread.ts'
import { differenceMargin, meanMargin, NORMAL_POINT, studentPoint } from '#core/evaluation/student.ts'

/** As test/reference/make_student.py writes it. */
interface StudentReference {
  readonly points: readonly (readonly [degrees: number, share: number, point: number])[]
  readonly welch: readonly { readonly a: number[]; readonly b: number[]; readonly margin: number }[]
}
const reference = JSON.parse(
  readFileSync(new URL('../../reference/student.json', import.meta.url), 'utf8'),
) as StudentReference

const sampled = (values: readonly number[]) => ({
  count: values.length,
  deviation: spreadOf(values).deviation,
})

describe('studentPoint', () => {
  it.each(reference.points)('of %f degrees of freedom and %f is what SciPy says', (degrees, share, point) => {
    expect(Math.abs(studentPoint(degrees, share) / point - 1)).toBeLessThan(1e-12)
  })

  it('is 12.7, 4.3, 2.8 standard errors for 2, 3 and 5 values, and comes down to the normal 1.96', () => {
    // Student 1908, as every table has them.
    expect([1, 2, 4, 10, 30, 120].map((degrees) => studentPoint(degrees).toFixed(3))).toEqual(
      '12.706 4.303 2.776 2.228 2.042 1.980'.split(' '),
    )
    expect(studentPoint(Infinity)).toBeCloseTo(NORMAL_POINT, 14)
  })

  it.each([
    [0, 0.05],
    [-1, 0.05],
    [NaN, 0.05],
    [2, 0],
    [2, 1],
    [2, NaN],
  ])('refuses %f degrees of freedom and %f', (degrees, share) => {
    expect(() => studentPoint(degrees, share)).toThrow(
      `expected at least 0.1 degrees of freedom and a share between 0 and 1, got ${degrees} and ${share}`,
    )
  })
})

describe('margins of means', () => {
  it.each(reference.welch)('of $a and $b is that of Welch’s test in SciPy', ({ a, b, margin }) => {
    expect(Math.abs(differenceMargin(sampled(a), sampled(b))! / margin - 1)).toBeLessThan(1e-12)
    expect(differenceMargin(sampled(b), sampled(a))).toBe(differenceMargin(sampled(a), sampled(b)))
  })

  it('takes one value to spread as those of the other mean', () => {
    // s = 0.01 of 3 values: 4.3027 · 0.01 · √(1 + ⅓)
    const margin = differenceMargin({ count: 1, deviation: null }, sampled([0.91, 0.92, 0.93]))
    expect(margin).toBeCloseTo(4.302652729749464 * 0.01 * Math.sqrt(4 / 3), 13)
  })

  it('knows nothing of single values', () => {
    expect(meanMargin({ count: 1, deviation: null })).toBeNull()
    expect(differenceMargin({ count: 1, deviation: null }, { count: 1, deviation: null })).toBeNull()
    expect(differenceMargin(sampled([1, 1]), sampled([2, 2]))).toBe(0)
  })
})
