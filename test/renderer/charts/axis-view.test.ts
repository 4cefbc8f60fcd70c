import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { panRange, zoomRange, type AxisView } from '../../../renderer/charts/axis-view.ts'

describe('zooming', () => {
  const view: AxisView = { range: { min: 0, max: 100 }, whole: { min: 0, max: 100 }, isLogarithmic: false }

  it('keeps the position under the pointer, and ends where all is seen', () => {
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
