import { describe, expect, it } from 'vitest'
import { marksOf } from '#shared/chart/chart.ts'
import { readOutAt } from '#shared/chart/read-out.ts'
import { courseChart, finalChart } from '../../../../renderer/model/what-if/what-if-chart.ts'
import type { DrawnLine } from '../../../../renderer/model/what-if/what-if-lines.ts'

const line = (value: number, losses: readonly number[], hasDiverged = false): DrawnLine => ({
  ...{ value, hasDiverged, colour: `colour ${value}`, isPresent: value === 3 },
  points: losses.map((y, k) => ({ x: k / 2 - 1, y })),
})
const lines = [line(0.1, [2, 1.9, 1.8]), line(3, [2, 1, 0.4]), line(100, [2, 80], true)]
const loss = { measure: 'loss', isLogarithmic: false, fieldName: 'learning rate' } as const
const course = (of: readonly DrawnLine[]) =>
  courseChart(of, { ...loss, epochs: 3, title: 'Loss on unseen images' })

describe('the course of every value', () => {
  it('leaves the first, steep loss and trainings that run away out of sight, crossed at the edge', () => {
    const chart = course(lines)
    expect(chart.y).toMatchObject({ min: 0, max: 2 })
    expect(chart.x).toMatchObject({ min: -1, max: 2 })
    expect(chart.x.ticks.map(({ label }) => label)).toEqual(['start', '0', '1', '2'])
    expect(marksOf(chart, 'signs')[0]!.points).toEqual([{ key: '100', x: -0.5, y: 2, colour: 'colour 100' }])
    const alone = course(lines.slice(1, 2))
    expect(alone.y.max).toBeLessThanOrEqual(1.2)
    expect(marksOf(alone, 'signs').find(({ sign }) => sign === 'above')).toMatchObject({
      points: [{ x: -1, y: alone.y.max }],
    })
    expect(course([]).y.ticks).toEqual([])
  })

  it('is read at every measurement, smallest value first, the recipe’s own on top', () => {
    const chart = course(lines)
    expect(chart.stops).toEqual([-1, -0.5, 0])
    expect(readOutAt(chart, -0.5)).toMatchObject({
      title: '50\u00a0% of epoch 0',
      rows: [
        { name: '0.1', texts: ['1.900'] },
        { name: '3', texts: ['1.000'] },
        { name: '100', texts: ['80.00 ↑'] },
      ],
    })
    // The one that diverged has no measurement there.
    expect(readOutAt(chart, 0).title).toBe('Epoch 0')
    expect(readOutAt(chart, 0).rows.map(({ name }) => name)).toEqual(['0.1', '3'])
    expect(readOutAt(chart, -1).title).toBe('Before epoch 0')
    expect(
      marksOf(chart, 'line')
        .filter(({ isFront }) => isFront)
        .map(({ name }) => name),
    ).toEqual(['3'])
    expect(chart.description).toBe('Loss on unseen images by epoch. 0.1: 1.800; 3: 0.4000; 100: diverged')
  })
})

it('a loss of 0 has its place on a logarithmic axis', () => {
  const perfect = [line(0.1, [2, 0.5, 0]), line(3, [2, 0.1, 0.01])]
  const options = { ...loss, isLogarithmic: true }
  const { y } = courseChart(perfect, { ...options, epochs: 1, title: 'Loss' })
  expect(y).toMatchObject({ kind: 'log', hasZero: true })
  expect(finalChart(perfect, { ...options, ended: new Set([0.1, 3]), best: 0.1 }).y.hasZero).toBe(true)
})

describe('the end of every value', () => {
  const final = (ended: readonly number[]) => finalChart(lines, { ...loss, ended: new Set(ended), best: 3 })

  it('is a dot by the value, the best one larger, and a cross at the top for what diverged', () => {
    const chart = final([0.1, 3, 100])
    const { dots } = marksOf(chart, 'dots')[0]!
    expect(dots.map(({ name, x, y }) => [name, x, y])).toEqual([
      ['0.1', -1, 1.8],
      ['3', Math.log10(3), 0.4],
    ])
    expect(dots[1]!.radius).toBeGreaterThan(dots[0]!.radius)
    expect(marksOf(chart, 'signs')[0]!.points).toMatchObject([{ x: 2, y: chart.y.max }])
    expect(chart.x.ticks.map(({ label }) => label)).toEqual(['0.1', '3', '100'])
  })

  it('is not there before a training is over', () => {
    const chart = final([])
    expect(marksOf(chart, 'dots')[0]!.dots).toEqual([])
    expect(chart.y.ticks).toEqual([])
  })
})
