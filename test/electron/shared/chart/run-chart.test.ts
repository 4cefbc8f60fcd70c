import { describe, expect, it } from 'vitest'
import { fromTheTop, isEmptyChart, marksOf } from '#shared/chart/chart.ts'
import { cursorPoints, readOutAt, speakReadOut } from '#shared/chart/read-out.ts'
import { runChart, type RunChartOptions } from '#shared/chart/run-chart.ts'
import { runLines, type ChartRun } from '#shared/chart/run-lines.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { epochOf } from '../../../renderer/epochs.ts'

const accuracy = runMeasures(0).find(({ key }) => key === 'accuracy')!
const runOf = (id: string, epochs: ChartRun['epochs']): ChartRun => ({
  ...{ id, name: id, colour: id, epochs, trainSize: 1000, group: null },
})
const imported = runOf('imported', [
  epochOf(-1, { validationAccuracy: 0.7 }),
  epochOf(0, { trainAccuracy: 0.8, validationAccuracy: 0.75 }),
])
const fresh = runOf(
  'fresh',
  [0.5, 0.68, 0.65].map((validationAccuracy, k) => epochOf(k, { validationAccuracy })),
)
const parts = { training: true, validation: true, test: true }
const chartOf = (runs: readonly ChartRun[], more: Partial<RunChartOptions> = {}) => {
  const x = more.x ?? 'epoch'
  return runChart(runLines(runs, accuracy, { parts, x, smoothing: 0, isGrouped: false }), {
    ...{ measure: accuracy, x },
    ...more,
  })
}

describe('a chart of runs', () => {
  it('spans all their epochs, and those that are planned', () => {
    expect(chartOf([imported, fresh]).x).toMatchObject({ min: -1, max: 2 })
    const planned = chartOf([fresh], { plannedEpochs: 10 }).x
    // The first epoch ends at 0; what comes before its end has its place.
    expect(planned).toMatchObject({ min: -1, max: 9 })
    expect(planned.ticks.at(-1)?.label).toBe('9')
    expect(chartOf([], { plannedEpochs: 10 }).x).toMatchObject({ min: -1, max: 9 })
    // Of a run that has them all, that place would stay empty.
    expect(chartOf([fresh], { plannedEpochs: 3 }).x).toMatchObject({ min: 0, max: 2 })
  })

  it('has no values to mark without a finished epoch', () => {
    const chart = chartOf([runOf('new', [])], { plannedEpochs: 3 })
    expect(isEmptyChart(chart)).toBe(true)
    expect(chart.y.ticks).toEqual([])
    expect(chart.stops).toEqual([])
  })

  it('rings the best epoch on the part that ranks', () => {
    const rings = marksOf(chartOf([imported, fresh]), 'signs')[0]!.points
    expect(rings).toEqual([
      { key: 'imported/validation', colour: 'imported', x: 0, y: 0.75 },
      { key: 'fresh/validation', colour: 'fresh', x: 1, y: 0.68 },
    ])
    expect(marksOf(chartOf([fresh], { marksBest: false }), 'signs')).toEqual([])
  })

  it('shows what a view shows: its positions, the values that lie there, and its stops', () => {
    const zoomed = chartOf([fresh], { view: { x: { min: 0.5, max: 2 }, y: null } })
    expect(zoomed.x).toMatchObject({ min: 0.5, max: 2, whole: { min: 0, max: 2 } })
    expect(zoomed.y.min).toBeGreaterThan(0.6)
    expect(zoomed.stops).toEqual([1, 2])
    const boxed = chartOf([fresh], { view: { x: null, y: { min: 0.45, max: 0.55 } } })
    expect(boxed.y).toMatchObject({ min: 0.45, max: 0.55 })
    // The ring lies out of sight.
    expect(marksOf(boxed, 'signs')[0]!.points).toEqual([])
    expect(chartOf([fresh]).x.whole).toBeUndefined()
  })

  it('is titled by the run where there is one', () => {
    expect(chartOf([fresh]).title).toBe('Accuracy by epoch: fresh')
    expect(chartOf([fresh, imported], { x: 'seconds' }).title).toBe('Accuracy by seconds of training')
  })

  it('is marked in minutes where it takes minutes', () => {
    const slow = runOf(
      'slow',
      [0, 1, 2].map((k) => epochOf(k, { validationAccuracy: 0.5, durationMs: 300_000 })),
    )
    const { x } = chartOf([slow], { x: 'seconds' })
    expect(x.kind).toBe('time')
    expect([x.ticks[0]!.label, x.ticks.at(-1)?.label]).toEqual(['5\u00a0min', '15\u00a0min'])
  })
})

describe('what a chart of runs reads out', () => {
  const chart = chartOf([imported, fresh])

  it('names each run that has the epoch, with the values that it has', () => {
    expect(readOutAt(chart, -1)).toEqual({
      title: 'Before epoch 0',
      columns: ['training', 'validation'],
      rows: [{ key: 'imported', name: 'imported', colour: 'imported', texts: ['–', '70.00\u00a0%'] }],
    })
    expect(readOutAt(chart, 0).rows.map(({ texts }) => texts)).toEqual([
      ['80.00\u00a0%', '75.00\u00a0%'],
      ['–', '50.00\u00a0%'],
    ])
    expect(readOutAt(chart, 9).rows).toEqual([])
  })

  it('has the counts behind per cents where there is one run', () => {
    const counted = runOf('counted', [
      epochOf(0, { trainAccuracy: 0.8, validationAccuracy: 0.75, testCorrect: 9342, testTotal: 10_000 }),
    ])
    const alone = chartOf([{ ...counted, validationSize: 200 }])
    expect(readOutAt(alone, 0).rows[0]!.texts).toEqual([
      '80.00\u00a0% (800 of 1,000)',
      '75.00\u00a0% (150 of 200)',
      '93.42\u00a0% (9,342 of 10,000)',
    ])
  })

  it('passes through the lines there', () => {
    expect(cursorPoints(chart, 2)).toEqual([{ key: 'fresh/validation', x: 2, y: 0.65, colour: 'fresh' }])
  })

  it('tells the epoch where it is not the position, and is said aloud', () => {
    const byExamples = chartOf([fresh], { x: 'examples' })
    expect(speakReadOut(readOutAt(byExamples, 3000))).toBe(
      '3,000 examples. fresh, epoch 2: validation 65.00\u00a0%',
    )
  })
})

it('marks lie in their order, but for those in front', () => {
  const chart = chartOf([fresh, imported], { marksBest: false })
  const [first, ...others] = marksOf(chart, 'line')
  const front = { ...others[0]!, isFront: true }
  expect(fromTheTop({ ...chart, marks: [first!, front] })).toEqual([front, first])
})
