import { expect, it } from 'vitest'
import { DESCENT_FUNCTIONS } from '#core/explain/descent/functions.ts'
import { cutChart } from '../../../../renderer/model/learn/descent-chart.ts'
import { DESCENT_STATES, walkOf } from '../../../../renderer/model/learn/descent-state.ts'

it('cuts the bowl through the walk along the dial', () => {
  const state = DESCENT_STATES.epsilon
  const position = walkOf(state, state.optimizers[0]!).at(0)
  const along = (degrees: number, at: number): number => {
    const mark = cutChart(DESCENT_FUNCTIONS.bowl, position, degrees).marks[0]!
    return mark.kind === 'line' ? mark.points.find(({ x }) => Math.abs(x - at) < 1e-9)!.y : NaN
  }
  // ½ (u² + 10 v²) from (4, 1).
  expect(along(0, 0)).toBe(13)
  expect(along(0, 1)).toBeCloseTo(17.5, 12)
  expect(along(90, -1)).toBeCloseTo(8, 12)
})
