import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeReadOut } from '../../../renderer/charts/chart-overlay.ts'

const at = (x: number, isRight = false) => ({ x, isRight })

describe('the place of a read-out', () => {
  it('is right of a cursor in the left half, and left of one in the right half', () => {
    const sizes = { width: 200, leastWidth: 150, chartWidth: 543 }
    expect(placeReadOut(at(100), sizes)).toEqual({ left: 112, width: 200, isAbove: false })
    expect(placeReadOut(at(400, true), sizes)).toEqual({ left: 188, width: 200, isAbove: false })
  })

  it('is on the other side where the first has no room', () => {
    // As wide as a read-out with counts, a little left of the middle of Train's charts.
    expect(placeReadOut(at(280), { width: 265, leastWidth: 200, chartWidth: 543 })).toEqual({
      ...{ left: 3, width: 265, isAbove: false },
    })
  })

  it('is narrower where neither side has room, and above the axes where it cannot be', () => {
    expect(placeReadOut(at(160), { width: 200, leastWidth: 120, chartWidth: 300 })).toEqual({
      ...{ left: 0, width: 148, isAbove: false },
    })
    const above = placeReadOut(at(150), { width: 200, leastWidth: 180, chartWidth: 300 })
    expect(above).toEqual({ left: 50, width: 200, isAbove: true })
  })

  it('never lies over the cursor, nor beyond the chart', () => {
    fc.assert(
      fc.property(
        ...([fc.integer({ min: 0, max: 900 }), fc.integer({ min: 60, max: 500 })] as const),
        ...([fc.integer({ min: 150, max: 900 }), fc.boolean()] as const),
        (x, width, chartWidth, isRight) => {
          fc.pre(x <= chartWidth)
          const place = placeReadOut(at(x, isRight), { width, leastWidth: 0.7 * width, chartWidth })
          expect(place.left).toBeGreaterThanOrEqual(0)
          expect(place.left + place.width).toBeLessThanOrEqual(chartWidth)
          expect(place.isAbove || place.left >= x + 10 || place.left + place.width <= x - 10).toBe(true)
          // Nobody gets a narrow one, or one above, who has room for a whole one.
          if (Math.max(x, chartWidth - x) >= width + 12)
            expect(place).toMatchObject({ width, isAbove: false })
        },
      ),
    )
  })
})
