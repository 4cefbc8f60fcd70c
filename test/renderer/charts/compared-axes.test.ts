import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  panRange,
  placeRange,
  valueRange,
  zoomRange,
  type AxisView,
} from '../../../renderer/charts/compared-axes.ts'
import type { ComparedLine } from '../../../renderer/charts/compared-lines.ts'

const lineOf = (values: readonly number[], firstX = 0): ComparedLine => ({
  key: 'a/validation',
  owner: 'a',
  name: 'a',
  colour: 'black',
  part: 'validation',
  isRanking: true,
  points: values.map((y, k) => ({ x: firstX + k, y, epoch: k })),
  smooth: null,
  band: null,
})
const loss = { best: 'low', isShare: false } as const
const accuracy = { best: 'high', isShare: true } as const
const plain = { isLogarithmic: false, cutsOutliers: false, x: null }

describe('the axis of values', () => {
  it('holds every value, and a share between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        for (const measure of [loss, accuracy]) {
          const range = valueRange([lineOf(values)], measure, plain)!
          expect(range.min).toBeLessThanOrEqual(Math.min(...values))
          expect(range.max).toBeGreaterThanOrEqual(Math.max(...values))
          expect(range.max).toBeGreaterThan(range.min)
          expect(range.min).toBeGreaterThanOrEqual(0)
        }
        expect(valueRange([lineOf(values)], accuracy, plain)!.max).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('leaves outliers out of sight where that is wanted, and only at the bad end', () => {
    const settled = [50, ...Array.from({ length: 40 }, (_, k) => 1 - k / 100)]
    const cut = { ...plain, cutsOutliers: true }
    expect(valueRange([lineOf(settled)], loss, plain)!.max).toBeGreaterThanOrEqual(50)
    const { min, max } = valueRange([lineOf(settled)], loss, cut)!
    expect(max).toBeLessThan(2)
    expect(min).toBeLessThanOrEqual(Math.min(...settled))
    // A few values may all be what matters.
    expect(valueRange([lineOf(settled.slice(0, 10))], loss, cut)!.max).toBeGreaterThanOrEqual(50)
    // A run that never learned is no outlier.
    const stuck = Array<number>(40).fill(50)
    expect(valueRange([lineOf(settled), lineOf(stuck)], loss, cut)!.max).toBeGreaterThanOrEqual(50)
  })

  it('fits what is seen', () => {
    const range = valueRange([lineOf([9, 5, 4, 3])], loss, { ...plain, x: { min: 1, max: 2 } })!
    expect(range.min).toBeGreaterThan(3)
    expect(range.max).toBeLessThan(6)
    expect(valueRange([lineOf([9])], loss, { ...plain, x: { min: 5, max: 6 } })).toBeNull()
    expect(valueRange([], loss, plain)).toBeNull()
  })

  it('takes values above 0 alone on a logarithmic axis', () => {
    const range = valueRange([lineOf([0, 0.01, 1])], loss, { ...plain, isLogarithmic: true })!
    expect(range.min).toBeGreaterThan(0)
    expect(range.min).toBeLessThanOrEqual(0.01)
    expect(range.max).toBeGreaterThanOrEqual(1)
    expect(valueRange([lineOf([0])], loss, { ...plain, isLogarithmic: true })).toBeNull()
  })
})

it('the axis of places spans all lines', () => {
  expect(placeRange([lineOf([1, 2, 3]), lineOf([1, 2], 5)], false)).toEqual({ min: 0, max: 6 })
  expect(placeRange([lineOf([1, 2, 3])], true)).toEqual({ min: 1, max: 2 })
  expect(placeRange([], false)).toBeNull()
})

describe('zooming', () => {
  const view: AxisView = { range: { min: 0, max: 100 }, whole: { min: 0, max: 100 }, isLogarithmic: false }

  it('keeps the place under the pointer, and ends where all is seen', () => {
    expect(zoomRange(view, 20, 0.5)).toEqual({ min: 10, max: 60 })
    expect(zoomRange({ ...view, range: { min: 10, max: 60 } }, 20, 2)).toBeNull()
    expect(zoomRange(view, 50, 3)).toBeNull()
    expect(zoomRange({ ...view, range: { min: 0, max: 10 } }, 10, 2)).toEqual({ min: 0, max: 20 })
  })

  it('is even on a logarithmic axis', () => {
    const whole = { min: 1, max: 10_000 }
    const { min, max } = zoomRange({ range: whole, whole, isLogarithmic: true }, 100, 0.5)!
    expect(min).toBeCloseTo(10, 9)
    expect(max).toBeCloseTo(1000, 9)
  })

  it('never leaves what there is, however it is zoomed and moved', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })),
        ),
        fc.boolean(),
        (steps, isLogarithmic) => {
          const whole = { min: 1, max: 500 }
          let range = whole
          for (const [factor, share] of steps) {
            range = zoomRange({ range, whole, isLogarithmic }, (range.min + range.max) / 2, factor) ?? whole
            range = panRange({ range, whole, isLogarithmic }, share)
            expect(range.min).toBeGreaterThanOrEqual(whole.min * (1 - 1e-9))
            expect(range.max).toBeLessThanOrEqual(whole.max * (1 + 1e-9))
            expect(range.max).toBeGreaterThan(range.min)
          }
        },
      ),
    )
  })

  it('moves by shares of what is seen', () => {
    const near = { ...view, range: { min: 10, max: 30 } }
    expect(panRange(near, 0.5)).toEqual({ min: 20, max: 40 })
    expect(panRange(near, -5)).toEqual({ min: 0, max: 20 })
  })
})
