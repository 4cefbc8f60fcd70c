import { describe, expect, it } from 'vitest'
import type { PenStroke } from '#core/data/drawing.ts'
import { planReplay, strokesAt } from '../../../../renderer/model/digits/replay.ts'

const timed: PenStroke[] = [
  [
    { x: 0, y: 0, t: 1000 },
    { x: 10, y: 0, t: 1050 },
    { x: 20, y: 0, t: 1150 },
  ],
  [
    { x: 0, y: 50, t: 9000 },
    { x: 10, y: 50, t: 9030 },
  ],
]

describe('the replay of a drawing', () => {
  it('takes the time that it took, but for long pauses', () => {
    const plan = planReplay(timed)
    expect(plan.times).toEqual([
      [0, 50, 150],
      [550, 580],
    ])
    expect(plan.duration).toBe(580)
    expect(strokesAt(plan, 60)).toEqual([timed[0]!.slice(0, 2)])
    expect(strokesAt(plan, 300)).toEqual([timed[0]])
    expect(strokesAt(plan, 580)).toEqual(timed)
  })

  it('goes at a steady pace without times, and with times that do not go on', () => {
    const plan = planReplay([
      [
        { x: 0, y: 0 },
        { x: 0, y: 280 },
      ],
      [
        { x: 0, y: 0, t: 500 },
        { x: 9, y: 0, t: 100 },
        { x: 9, y: 0, t: 1e9 },
      ],
    ])
    expect(plan.times[0]).toEqual([0, 700])
    expect(plan.times[1]![0]).toBe(900)
    expect(plan.times[1]![1]).toBeCloseTo(922.5)
    expect(plan.duration).toBeCloseTo(1922.5)
  })

  it('shows strokes as wholes to who wants no motion', () => {
    const plan = planReplay(timed)
    expect(strokesAt(plan, 149, true)).toEqual([])
    expect(strokesAt(plan, 150, true)).toEqual([timed[0]])
    expect(strokesAt(plan, 580, true)).toEqual(timed)
  })

  it('of nothing is nothing', () => {
    expect(planReplay([])).toMatchObject({ duration: 0, times: [] })
  })
})
