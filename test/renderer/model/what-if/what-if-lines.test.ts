import { describe, expect, it } from 'vitest'
import type { WhatIfLine } from '#core/experiments/what-if.ts'
import {
  drawLines,
  formatValue,
  positionsOfValues,
  scaleColour,
} from '../../../../renderer/model/what-if/what-if-lines.ts'

const line = (
  value: number,
  losses: (number | null)[],
  divergence: WhatIfLine['divergence'] = null,
): WhatIfLine => ({
  value,
  divergence,
  points: losses.map((loss, k) => ({
    epochs: k / 2,
    trainLoss: loss === null ? null : loss / 2,
    trainAccuracy: 0.75,
    loss,
    correct: 100 + k,
    total: 200,
  })),
})
const lines = [
  line(0.1, [2, 1.9, 1.8]),
  line(3, [2, 1, 0.4]),
  line(100, [2, 80, null], { code: 'diverged', epoch: 0, loss: null }),
]

describe('the lines of values', () => {
  it('show the measure and the images that are asked for', () => {
    const [slow, own] = drawLines(lines, 3, { measure: 'loss', part: 'training' })
    expect(slow).toMatchObject({ value: 0.1, isPresent: false })
    expect(own!.isPresent).toBe(true)
    expect(own!.points).toEqual([
      { x: -1, y: 1 },
      { x: -0.5, y: 0.5 },
      { x: 0, y: 0.2 },
    ])
    const accuracy = drawLines(lines, 3, { measure: 'accuracy', part: 'unseen' })[0]!
    expect(accuracy.points.map(({ y }) => y)).toEqual([0.5, 0.505, 0.51])
  })

  it('have colours of their own', () => {
    const colours = Array.from({ length: 9 }, (_, k) => scaleColour(k, 9))
    expect(new Set(colours).size).toBe(9)
    expect([colours[0], colours[8], scaleColour(0, 1)]).toEqual([
      'var(--run-1)',
      'var(--run-4)',
      'var(--run-1)',
    ])
  })
})

describe('values along their axis', () => {
  it('lie by their logarithm where they are spread so, zero before all', () => {
    const positions = positionsOfValues([0, 0.1, 1, 10]).map(({ position }) => position)
    expect(positions).toEqual([-2, -1, 0, 1])
    expect(positionsOfValues([0, 0.25, 0.9]).map(({ position }) => position)).toEqual([0, 0.25, 0.9])
  })

  it('are written as a person would', () => {
    expect([3, 0.003, 1e-8, 10_000, 2.5e7].map(formatValue)).toEqual([
      '3',
      '0.003',
      '1e-8',
      '10,000',
      '2.5e7',
    ])
  })
})
