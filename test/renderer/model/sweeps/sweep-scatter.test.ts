import { expect, it } from 'vitest'
import { marksOf } from '#shared/chart/chart.ts'
import { categoryAxis, numberAxis } from '#shared/chart/chart-axes.ts'
import { readOutDot } from '#shared/chart/read-out.ts'
import type { SweepAxis, SweepRow } from '../../../../renderer/model/sweeps/sweep-axes.ts'
import { scatterChart } from '../../../../renderer/model/sweeps/sweep-scatter.ts'

const layers: SweepAxis = {
  ...{ key: 'layers', title: 'Hidden layers', isMeasure: false, format: String },
  axis: categoryAxis(
    'Hidden layers',
    [
      { value: 0, label: '30' },
      { value: 1, label: '100-50' },
    ],
    0,
  ),
  positionOf: (value) => (value === '30' ? 0 : 1),
}
const accuracy: SweepAxis = {
  ...{ key: 'measure.accuracy', title: 'Best accuracy', isMeasure: true, format: String },
  axis: numberAxis({ label: 'Best accuracy', unit: 'share', range: { min: 0.5, max: 0.9 } }),
  positionOf: (value) => (typeof value === 'number' ? value : null),
}
const rows = [0.5, 0.9, null].map((value, index): SweepRow => ({
  ...{ index, changes: [], run: null },
  values: { layers: index === 0 ? '30' : '100-50', 'measure.accuracy': value },
}))

it('has a dot for each run with both values, dimmed ones below, and reads out both', () => {
  const chart = scatterChart(rows, { x: layers, y: accuracy, shown: new Set([1, 2]) })
  const { dots } = marksOf(chart, 'dots')[0]!
  expect(dots.map(({ key, x, y }) => [key, x, y])).toEqual([
    ['1', 1, 0.9],
    ['0', 0, 0.5],
  ])
  expect(dots[1]!.colour).toBe('var(--border)')
  expect(chart.description).toBe('Best accuracy against Hidden layers: 2 of 3 runs')
  expect(readOutDot(chart, dots[0]!)).toMatchObject({
    title: 'Run 2',
    rows: [
      { name: 'Hidden layers', texts: ['100-50'] },
      { name: 'Best accuracy', texts: ['90.00\u00a0%'] },
    ],
  })
  // The outermost dots do not lie on the frame.
  expect([chart.y.min < 0.5, chart.y.max > 0.9]).toEqual([true, true])
})

it.each([
  [10, '10'],
  [0.0001, '0.0001'],
  [0.345612, '0.3456'],
])('reads out the number %d as %s', (value, text) => {
  const axis = numberAxis({ label: 'Learning rate', unit: 'number', range: { min: 0, max: 100 } })
  const x = { ...accuracy, key: 'rate', title: 'Learning rate', axis }
  const row: SweepRow = {
    ...{ index: 0, changes: [], run: null, values: { rate: value, 'measure.accuracy': 0.5 } },
  }
  const chart = scatterChart([row], { x, y: accuracy, shown: new Set([0]) })
  const dot = marksOf(chart, 'dots')[0]!.dots[0]!
  expect(readOutDot(chart, dot).rows[0]!.texts).toEqual([text])
})

it.each([
  [0.1133, 0.27],
  [0.981, 0.9997],
  [0.5, 0.5001],
  [0.9, 1],
])('spreads dots from %d to %d over nearly all of its height, with round ticks in between', (min, max) => {
  const y = { ...accuracy, axis: numberAxis({ label: 'Best accuracy', unit: 'share', range: { min, max } }) }
  const { ticks, ...axis } = scatterChart(rows, { x: layers, y, shown: new Set([1]) }).y
  expect((max - min) / (axis.max - axis.min)).toBeGreaterThan(0.9)
  expect([axis.min < min, axis.max > max]).toEqual([true, true])
  expect(ticks.length).toBeGreaterThanOrEqual(3)
  for (const { value, label } of ticks) {
    expect(value).toBeGreaterThanOrEqual(axis.min)
    expect(value).toBeLessThanOrEqual(Math.min(1, axis.max))
    expect(Number.parseFloat(label) / 100).toBeCloseTo(value, 10)
  }
})
