import { describe, expect, it } from 'vitest'
import { numberAxis, scaleOf } from '#shared/chart/chart-axes.ts'
import { LABEL_HEIGHT, ticksWithRoom } from '#shared/chart/ticks-with-room.ts'

const shownOn = (height: number, min: number, max: number, isLogarithmic = true): string[] => {
  const axis = numberAxis({ label: 'Height', unit: 'number', range: { min, max }, isLogarithmic })
  return ticksWithRoom(axis.ticks, scaleOf(axis, 0, height), () => LABEL_HEIGHT).map(({ label }) => label)
}

describe('the ticks of an axis that have room', () => {
  it.each([
    { height: 400, min: 1, max: 9.5, shown: ['1', '2', '3', '4', '5', '6', '7', '8', '9'] },
    { height: 150, min: 1, max: 9.5, shown: ['1', '3', '5', '7', '9'] },
    { height: 60, min: 1, max: 9.5, shown: ['1', '4', '7'] },
  ])('are every one, every second, every third: on $height pixels', ({ height, min, max, shown }) => {
    expect(shownOn(height, min, max)).toEqual(shown)
  })

  it('are all of a linear axis that is as high as a chart', () => {
    expect(shownOn(150, 0, 1, false)).toHaveLength(6)
  })

  it('are none of an axis without any, and the only one of an axis with one', () => {
    expect(ticksWithRoom([], Number, () => LABEL_HEIGHT)).toEqual([])
    const only = { value: 1, label: '1' }
    expect(ticksWithRoom([only], Number, () => LABEL_HEIGHT)).toEqual([only])
  })
})
