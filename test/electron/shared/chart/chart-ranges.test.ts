import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { positionRange, valueRange, type ValueRule } from '#shared/chart/chart-ranges.ts'

const loss: ValueRule = {
  ...{ best: 'low', isShare: false, isLogarithmic: false },
  ...{ cutsOutliers: false, startsAtZero: false },
}
const accuracy: ValueRule = { ...loss, best: 'high', isShare: true }

describe('the range of values', () => {
  it('holds every value, and of shares nothing beyond 0 to 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }),
        fc.boolean(),
        (values, startsAtZero) => {
          for (const rule of [loss, accuracy]) {
            const range = valueRange([values], { ...rule, startsAtZero })!
            expect(range.min).toBeLessThanOrEqual(Math.min(...values))
            expect(range.max).toBeGreaterThanOrEqual(Math.max(...values))
            expect(range.max).toBeGreaterThan(range.min)
            expect(range.min).toBeGreaterThanOrEqual(0)
          }
          expect(valueRange([values], accuracy)!.max).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('holds every loss from 0, or on a logarithmic axis from above 0', () => {
    const losses = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 19 })
    fc.assert(
      fc.property(losses, (values) => {
        const linear = valueRange([values], { ...loss, cutsOutliers: true, startsAtZero: true })!
        expect(linear.min).toBe(0)
        expect(linear.max).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-8))
        const logarithmic = valueRange([values], { ...loss, isLogarithmic: true })!
        expect(logarithmic.min).toBeGreaterThan(0)
        expect(logarithmic.min).toBeLessThanOrEqual(Math.min(...values) * (1 + 1e-8))
        expect(logarithmic.max).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-8))
        expect(logarithmic.max).toBeGreaterThan(logarithmic.min)
      }),
    )
  })

  it('ends at whole ticks, on a logarithmic axis at one digit', () => {
    expect(valueRange([[0.913, 0.9571]], accuracy)).toEqual({ min: 0.91, max: 0.96 })
    expect(valueRange([[0.913, 0.9571]], { ...accuracy, startsAtZero: true })).toEqual({
      min: 0.91,
      max: 0.96,
    })
    expect(valueRange([[0.05, 0.47]], { ...loss, startsAtZero: true })).toEqual({ min: 0, max: 0.5 })
    expect(valueRange([[154, 157]], { ...loss, isLogarithmic: true })).toEqual({ min: 153, max: 158 })
    expect(valueRange([[0.0347, 2.1]], { ...loss, isLogarithmic: true })).toEqual({ min: 0.03, max: 3 })
  })

  it('does not end where a value is, but at the ends of a share', () => {
    expect(valueRange([[0.2, 0.6]], loss)).toEqual({ min: 0.1, max: 0.7 })
    expect(valueRange([[0, 1]], accuracy)).toEqual({ min: 0, max: 1 })
  })

  it('has room around values that are all the same', () => {
    const same = valueRange([[0.95, 0.95]], accuracy)!
    expect(same.min).toBeLessThan(0.95)
    expect(same.max).toBeGreaterThan(0.95)
    expect(valueRange([[1, 1]], accuracy)).toMatchObject({ max: 1 })
    const rate = valueRange([[3, 3]], { ...loss, best: null })!
    expect([rate.min < 3, rate.max > 3]).toEqual([true, true])
    expect(valueRange([[0]], loss)!.max).toBeGreaterThan(0)
  })

  it('leaves outliers out of sight where that is wanted, and only at the bad end', () => {
    const settled = [50, ...Array.from({ length: 40 }, (_, k) => 1 - k / 100)]
    const cut = { ...loss, cutsOutliers: true }
    expect(valueRange([settled], loss)!.max).toBeGreaterThanOrEqual(50)
    const { min, max } = valueRange([settled], cut)!
    expect(max).toBeLessThan(2)
    expect(min).toBeLessThanOrEqual(Math.min(...settled))
    // A few values may all be what matters.
    expect(valueRange([settled.slice(0, 10)], cut)!.max).toBeGreaterThanOrEqual(50)
    // A run that never learned is no outlier.
    const stuck = Array<number>(40).fill(50)
    expect(valueRange([settled, stuck], cut)!.max).toBeGreaterThanOrEqual(50)
  })

  it('looks at where a long run settled, not at its first epochs, and keeps one in sight that never learned', () => {
    const rule = { ...accuracy, cutsOutliers: true }
    const settled = Array.from({ length: 60 }, (_, epoch) => (epoch === 0 ? 0.1 : 0.95 + epoch / 6000))
    expect(valueRange([settled], rule)!.min).toBeGreaterThan(0.9)
    expect(valueRange([settled, Array<number>(60).fill(0.1)], rule)!.min).toBeLessThanOrEqual(0.1)
  })

  it('is null where there is nothing to show', () => {
    expect(valueRange([], loss)).toBeNull()
    expect(valueRange([[NaN, Infinity]], loss)).toBeNull()
    expect(valueRange([[NaN, -1]], { ...loss, isLogarithmic: true })).toBeNull()
  })

  it('has a logarithmic axis above zeros alone, which lie below it', () => {
    expect(valueRange([[0, 0]], { ...loss, isLogarithmic: true })).toEqual({ min: 0.01, max: 1 })
  })

  it('never reaches beyond 100 % on a logarithmic axis of shares', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1 }), (shares) => {
        const { min, max } = valueRange([shares], { ...accuracy, best: 'low', isLogarithmic: true })!
        expect(max).toBeLessThanOrEqual(1)
        expect(min).toBeGreaterThan(0)
        expect(max).toBeGreaterThan(min)
      }),
    )
  })
})

it('the range of positions spans all lines', () => {
  const lineOf = (count: number, first = 0) =>
    Array.from({ length: count }, (_, k) => ({ x: first + k, y: 1 }))
  expect(positionRange([lineOf(3), lineOf(2, 5)], false)).toEqual({ min: 0, max: 6 })
  expect(positionRange([lineOf(3)], true)).toEqual({ min: 1, max: 2 })
  expect(positionRange([], false)).toBeNull()
})
