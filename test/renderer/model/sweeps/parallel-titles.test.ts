import { describe, expect, it } from 'vitest'
import { placeTitles } from '../../../../renderer/model/sweeps/parallel-titles.ts'

describe('titles of parallel axes', () => {
  it('stand over their axes where there is room', () => {
    expect(placeTitles(['Seed', 'Time'], [100, 300], 400)).toEqual({ shifts: [0, 0], isTight: false })
  })

  it('stay within the drawing at both ends', () => {
    const { shifts } = placeTitles(['Best validation accuracy', 'Best validation accuracy'], [60, 940], 1000)
    // 24 letters of 7.5 pixels: 90 on each side.
    expect(shifts).toEqual([30, -30])
  })

  it('are told to be tight where two would meet', () => {
    expect(placeTitles(['Learning rate', 'Mini-batch size'], [100, 180], 400).isTight).toBe(true)
    expect(placeTitles(['Learning rate', 'Mini-batch size'], [100, 280], 400).isTight).toBe(false)
  })
})
