import { expect, it } from 'vitest'
import { marksOf, type SignsMark } from '#shared/chart/chart.ts'
import { readOutAt } from '#shared/chart/read-out.ts'
import { runChart, type RunChartOptions } from '#shared/chart/run-chart.ts'
import { runLines } from '#shared/chart/run-lines.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import { epochOf } from '../../../renderer/epochs.ts'

const measureOf = (key: string) => runMeasures(0).find((each) => each.key === key)!
/** 40 epochs whose training loss falls from 0.19 to about 0.05 at once, and stays. */
const losses = Array.from({ length: 40 }, (_, k) => (k === 0 ? 0.19 : 0.05 + 0.0001 * (40 - k)))
const chartOf = (values: readonly number[], key = 'loss', more: Partial<RunChartOptions> = {}) => {
  const measure = measureOf(key)
  const epochs = values.map((value, epoch) =>
    epochOf(epoch, { trainLoss: value, trainAccuracy: value, learningRate: value }),
  )
  const run = { ...{ id: 'a', name: 'a', colour: 'red', epochs }, trainSize: 100, group: null }
  const parts = { training: true, validation: true, test: false }
  const lines = runLines([run], measure, { parts, x: 'epoch', smoothing: 0, isGrouped: false })
  return runChart(lines, { measure, marksBest: false, startsAtZero: true, ...more })
}
const signsOf = (...chart: Parameters<typeof chartOf>): SignsMark[] => marksOf(chartOf(...chart), 'signs')

it('marks the place where a line leaves the axis, and reads out what is there', () => {
  const chart = chartOf(losses)
  expect(chart.y.max).toBeLessThan(0.19)
  expect(marksOf(chart, 'signs')).toEqual([
    {
      kind: 'signs',
      sign: 'above',
      points: [{ key: 'a/training/above/0', colour: 'red', x: 0, y: chart.y.max }],
    },
  ])
  expect(readOutAt(chart, 0).rows[0]!.texts).toEqual(['0.1900 ↑'])
  expect(readOutAt(chart, 1).rows[0]!.texts).toEqual(['0.0539'])
  const colours = { text: '#000', muted: '#555', grid: '#ddd', surface: '#fff' }
  expect(writeChartSvg(chart, { width: 400, height: 300, colours })).toContain('>above the axis</text>')
})

it('marks each stretch beyond the axis once, where it is farthest', () => {
  const twice = losses.with(0, 0.3).with(1, 0.4).with(2, 0.2).with(30, 0.5)
  // Of so many outliers all would be shown; two stretches within 5 % are cut.
  const long = [...twice, ...Array<number>(60).fill(0.05)]
  expect(signsOf(long)[0]!.points.map(({ x }) => x)).toEqual([1, 30])
})

it('marks values below the axis too', () => {
  const accuracies = losses.map((value) => 1 - value)
  const [signs, ...others] = signsOf(accuracies, 'accuracy')
  expect(others).toEqual([])
  expect(signs).toMatchObject({ sign: 'below', points: [{ x: 0 }] })
})

it('marks nothing where all is seen, and nothing that was zoomed away', () => {
  expect(signsOf(losses.slice(0, 10))).toEqual([])
  expect(signsOf(losses, 'loss', { cutsOutliers: false })).toEqual([])
  expect(signsOf(losses, 'loss', { view: { x: null, y: { min: 0, max: 0.01 } } })).toEqual([])
  expect(signsOf(losses, 'loss', { view: { x: { min: 5, max: 39 }, y: null } })).toEqual([])
})
