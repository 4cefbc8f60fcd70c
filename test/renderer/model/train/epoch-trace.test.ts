import { expect, it } from 'vitest'
import type { TrainingProgress } from '#contract/types.ts'
import { isEmptyChart, marksOf } from '#shared/chart/chart.ts'
import { readOutAt } from '#shared/chart/read-out.ts'
import { runChart } from '#shared/chart/run-chart.ts'
import { runLines } from '#shared/chart/run-lines.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import {
  type EpochTrace,
  extendTrace,
  MOST_POINTS,
  traceMark,
} from '../../../../renderer/model/train/epoch-trace.ts'
import { epochOf } from '../../epochs.ts'

const progress = (epoch: number, batch: number, loss: number | null): TrainingProgress => ({
  ...{ runId: 'a', phase: 'training', epoch, epochs: 9, batch, batches: 10 },
  ...{ examplesPerSecond: null, remainingMs: null },
  recent: loss === null ? null : { loss, accuracy: 1 - loss / 10 },
})
const traceOf = (...reports: TrainingProgress[]): EpochTrace | null =>
  reports.reduce<EpochTrace | null>(extendTrace, null)

const loss = runMeasures(0).find(({ key }) => key === 'loss')!
const runOf = (epochs: ReturnType<typeof epochOf>[]) => ({
  ...{ id: 'a', name: 'a', colour: 'red', epochs, trainSize: 100, group: null },
})
const chartOf = (epochs: ReturnType<typeof epochOf>[], trace: EpochTrace | null) => {
  const run = runOf(epochs)
  const parts = { training: true, validation: true, test: false }
  const lines = runLines([run], loss, { parts, x: 'epoch', smoothing: 0, isGrouped: false })
  return runChart(lines, { measure: loss, plannedEpochs: 9, trace: traceMark(run, trace, loss) })
}

it('a trace grows by the reports of its epoch, and begins anew with the next', () => {
  const first = traceOf(progress(0, 2, 2.5), progress(0, 5, null), progress(0, 6, 2))
  expect(first).toEqual({
    epoch: 0,
    points: [
      { share: 0.2, loss: 2.5, accuracy: 0.75, reports: 1 },
      { share: 0.6, loss: 2, accuracy: 0.8, reports: 1 },
    ],
  })
  expect(extendTrace(first, progress(1, 1, 1))).toEqual({
    epoch: 1,
    points: [{ share: 0.1, loss: 1, accuracy: 0.9, reports: 1 }],
  })
  expect(extendTrace(first, { ...progress(1, 0, null), phase: 'loading', batches: 0 })).toBeNull()
  expect(traceOf(progress(0, 1, NaN), progress(0, 2, Infinity))?.points).toEqual([])
})

it('a long epoch has no more points than a chart can show, and keeps its course', () => {
  const count = 5 * MOST_POINTS
  let trace: EpochTrace | null = null
  for (let batch = 1; batch <= count; batch++) {
    trace = extendTrace(trace, { ...progress(0, batch, batch / count), batches: count })
    expect(trace!.points.length).toBeLessThanOrEqual(MOST_POINTS + 1)
  }
  expect(trace!.points.at(-1)!.share).toBe(1)
  for (const { share, loss: value } of trace!.points) expect(Math.abs(value - share)).toBeLessThan(0.02)
})

it('the first epoch is drawn from the start on while it is under way', () => {
  const chart = chartOf([], traceOf(progress(0, 2, 2.5), progress(0, 6, 2)))
  expect(isEmptyChart(chart)).toBe(false)
  expect(chart.x).toMatchObject({ min: -1, max: 8 })
  expect(marksOf(chart, 'trace')[0]!.points).toEqual([
    { x: -0.8, y: 2.5 },
    { x: -0.4, y: 2 },
  ])
  expect(chart.y.max).toBeGreaterThanOrEqual(2.5)
  const colours = { text: '#000', muted: '#555', grid: '#ddd', surface: '#fff' }
  expect(writeChartSvg(chart, { width: 400, height: 300, colours })).toContain('stroke-opacity:0.5')
})

it('says and reads out finished epochs alone', () => {
  const slow = epochOf(0, { trainLoss: 1.5, durationMs: 4000 })
  const chart = chartOf([slow], traceOf(progress(1, 5, 1.2)))
  expect(marksOf(chart, 'trace')[0]!.points).toEqual([{ x: 0.5, y: 1.2 }])
  expect(chart.description).toBe(chartOf([slow], null).description)
  expect(readOutAt(chart, 0).rows).toHaveLength(1)
  expect(chart.stops).toEqual([0])
  expect(chartOf([], traceOf(progress(0, 5, 1.2))).description).toContain('No epoch is finished yet.')
})

it('is not drawn once its epoch is finished, nor where epochs pass in a blink', () => {
  const slow = epochOf(0, { trainLoss: 1.5, durationMs: 4000 })
  const fast = epochOf(0, { trainLoss: 1.5, durationMs: 40 })
  expect(traceMark(runOf([slow]), traceOf(progress(0, 9, 1)), loss)).toBeNull()
  expect(traceMark(runOf([fast]), traceOf(progress(1, 9, 1)), loss)).toBeNull()
  expect(traceMark(runOf([slow]), traceOf(progress(1, 9, 1)), { key: 'duration' })).toBeNull()
})
