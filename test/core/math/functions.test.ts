import { describe, expect, it } from 'vitest'
import { erf, erfc } from '#core/math/error-function.ts'
import { exp, expm1, tanh, wholePower } from '#core/math/exponential.ts'
import { ln, ln1p } from '#core/math/logarithm.ts'

const EPSILON = 2 ** -52

/** The platform's own functions are good to about an ulp, which is all that a comparison with them can show. */
const cases = [
  { name: 'exp', ours: exp, theirs: Math.exp, from: -745, to: 709 },
  { name: 'expm1', ours: expm1, theirs: Math.expm1, from: -40, to: 40 },
  { name: 'tanh', ours: tanh, theirs: Math.tanh, from: -25, to: 25 },
  { name: 'ln', ours: ln, theirs: Math.log, from: 1e-9, to: 1e6 },
  { name: 'ln1p', ours: ln1p, theirs: Math.log1p, from: -0.999, to: 1e3 },
]

describe('core math', () => {
  it.each(cases)(
    '$name agrees with the platform to a few ulps over its range',
    ({ ours, theirs, from, to }) => {
      let largest = 0
      for (let i = 0; i <= 20_000; i++) {
        const x = from + ((to - from) * i) / 20_000
        const expected = theirs(x)
        if (Math.abs(expected) < 1e-300) continue
        largest = Math.max(largest, Math.abs(ours(x) - expected) / Math.abs(expected))
      }
      expect(largest).toBeLessThan(6 * EPSILON)
    },
  )

  it('keeps small arguments', () => {
    for (const x of [1e-300, 1e-20, -1e-17]) {
      expect(expm1(x)).toBe(x)
      expect(ln1p(x)).toBe(x)
      expect(tanh(x)).toBe(x)
    }
  })

  it('ends where the range of numbers ends', () => {
    expect(exp(710)).toBe(Infinity)
    expect(exp(-746)).toBe(0)
    expect(exp(-745)).toBe(5e-324)
    expect(exp(NaN)).toBeNaN()
    expect(ln(0)).toBe(-Infinity)
    expect(ln(-1)).toBeNaN()
    expect(ln(5e-324)).toBeCloseTo(-744.4400719213812, 10)
    expect(tanh(1e4)).toBe(1)
    expect(tanh(-1e4)).toBe(-1)
  })

  it('has erf as tabulated in Abramowitz and Stegun, table 7.1', () => {
    expect(erf(0.5)).toBeCloseTo(0.5204998778, 10)
    expect(erf(1)).toBeCloseTo(0.8427007929, 10)
    expect(erf(-2)).toBeCloseTo(-0.995322265, 10)
    expect(erf(30)).toBe(1)
  })

  it('raises to whole powers', () => {
    expect(wholePower(0.5, 10)).toBe(2 ** -10)
    expect(wholePower(3, 0)).toBe(1)
    expect(wholePower(0.999, 5000)).toBeCloseTo(Math.pow(0.999, 5000), 14)
  })
})

describe('erfc', () => {
  // Python 3's math.erfc
  it.each([
    [-1, 1.8427007929497148],
    [0, 1],
    [0.5, 0.4795001221869535],
    [1.9, 0.0072095707647425325],
    [2, 0.004677734981047265],
    [2.5, 0.0004069520174449589],
    [3, 2.2090496998585438e-5],
    [5, 1.5374597944280351e-12],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
  ])('of %f has a small relative error', (x, expected) => {
    expect(Math.abs(erfc(x) - expected) / expected).toBeLessThan(1e-12)
  })

  it('ends at 0 and keeps what is no number', () => {
    expect(erfc(40)).toBe(0)
    expect(erfc(Infinity)).toBe(0)
    expect(erfc(-Infinity)).toBe(2)
    expect(erfc(NaN)).toBeNaN()
  })
})
