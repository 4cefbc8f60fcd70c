import { describe, expect, it } from 'vitest'
import type { AxisRange } from '#shared/chart/chart.ts'
import { numberAxis } from '#shared/chart/chart-axes.ts'
import { nearestLine, pathThrough } from '../../../../renderer/model/sweeps/parallel-lines.ts'
import type { SweepAxis } from '../../../../renderer/model/sweeps/sweep-axes.ts'
import { brushAfterKey, brushBetween } from '../../../../renderer/model/sweeps/sweep-brushes.ts'

const axisOf = (range: AxisRange, isLogarithmic: boolean): SweepAxis => ({
  ...{ key: 'rate', title: 'Rate', isMeasure: false, positionOf: Number, format: String },
  axis: numberAxis({ label: 'Rate', unit: 'number', range, isLogarithmic }),
})
const axis = axisOf({ min: -1, max: 1 }, false)
const press = (key: string, shiftKey = false) => ({ key, shiftKey })

describe('a part of an axis', () => {
  it('lies between two positions, in either order, with some room', () => {
    expect(brushBetween(axis, 0.5, -1)).toEqual(brushBetween(axis, -1, 0.5))
    const [low, high] = brushBetween(axis, -1, 0.5)
    expect([low < -1, high > 0.5]).toEqual([true, true])
  })

  it('has room by what is even on the screen', () => {
    const [low, high] = brushBetween(axisOf({ min: 0.01, max: 100 }, true), 1, 1)
    expect(low * high).toBeCloseTo(1, 9)
    expect(high).toBeGreaterThan(1)
    const upper = brushAfterKey(axisOf({ min: 0.01, max: 100 }, true), undefined, press('ArrowDown'))![1]
    expect(upper).toBeCloseTo(100 / 10 ** (4 / 20), 9)
  })

  it('is chosen by keys: the upper end, with shift the lower one, and not beyond each other', () => {
    expect(brushAfterKey(axis, undefined, press('ArrowDown'))).toEqual([-1, expect.closeTo(0.9, 9)])
    expect(brushAfterKey(axis, undefined, press('ArrowUp'))).toEqual([-1, 1])
    expect(brushAfterKey(axis, [0, 0.05], press('ArrowDown'))).toEqual([0, 0])
    expect(brushAfterKey(axis, [0, 0.05], press('ArrowUp', true))).toEqual([0.05, 0.05])
    expect(brushAfterKey(axis, [0, 0.5], press('Delete'))).toBeNull()
    // Escape is for the window where there is nothing to take away.
    expect(brushAfterKey(axis, undefined, press('Escape'))).toBeUndefined()
    expect(brushAfterKey(axis, [0, 1], press('a'))).toBeUndefined()
  })
})

describe('lines through axes', () => {
  it('break off where a value is missing', () => {
    expect(pathThrough([10, 20, null, 40, 50], (k) => 100 * k)).toBe(
      'M0.0 10.0L100.0 20.0M300.0 40.0L400.0 50.0',
    )
  })

  it('are found by the nearest, within reach', () => {
    const lines = [
      { index: 4, crossings: [0, 100] },
      { index: 7, crossings: [100, 100] },
      { index: 8, crossings: [50, null] },
    ]
    const at = (y: number) => nearestLine(lines, { axis: 0, share: 0.5 }, y, 12)
    expect([at(52), at(95), at(75)]).toEqual([4, 7, null])
  })
})
