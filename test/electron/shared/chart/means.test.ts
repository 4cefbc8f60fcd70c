import { expect, it } from 'vitest'
import { readOutAt, speakReadOut } from '#shared/chart/read-out.ts'
import { runChart } from '#shared/chart/run-chart.ts'
import { type ChartRun, type RunLineOptions, runLines } from '#shared/chart/run-lines.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { writeChartCsv } from '#shared/chart/write-chart-csv.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import { epochOf } from '../../../renderer/epochs.ts'

const accuracy = runMeasures(0).find(({ key }) => key === 'accuracy')!
const runOf = (id: string, values: readonly (number | null)[], durationMs = 1000): ChartRun => ({
  ...{ id, name: id, colour: 'red', trainSize: 100, group: 'seeds' },
  epochs: values.map((validationAccuracy, epoch) => epochOf(epoch, { validationAccuracy, durationMs })),
})
const chartOf = (runs: readonly ChartRun[], x: RunLineOptions['x'] = 'epoch') => {
  const parts = { training: false, validation: true, test: false }
  const lines = runLines(runs, accuracy, { parts, x, smoothing: 0, isGrouped: true })
  return { lines, chart: runChart(lines, { measure: accuracy, x }) }
}
const uneven = [runOf('a', [0.5, 0.75]), runOf('b', [0.5, 0.25, 0.5]), runOf('c', [0.5, 0.5, 1, 0.875])]

it('a mean over seeds says at each point how many runs it rests on', () => {
  const { chart } = chartOf(uneven)
  expect(readOutAt(chart, 1).note).toBeUndefined()
  expect(readOutAt(chart, 2)).toMatchObject({
    rows: [{ name: 'c, 3 runs', texts: ['75.00\u00a0%'] }],
    note: 'validation: mean of 2 of 3 runs',
  })
  expect(speakReadOut(readOutAt(chart, 3))).toContain('mean of 1 of 3 runs')
  expect(chart.description).toContain('from epoch 2 on the mean of fewer runs, 1 of 3 at least')
  expect(writeChartCsv(chart)).toBe(
    [
      'run,part,epoch,accuracy,lowest,highest,runs',
      '"c, 3 runs",validation,0,0.5,0.5,0.5,3',
      '"c, 3 runs",validation,1,0.5,0.25,0.75,3',
      '"c, 3 runs",validation,2,0.75,0.5,1,2',
      '"c, 3 runs",validation,3,0.875,0.875,0.875,1',
      '',
    ].join('\r\n'),
  )
})

it('names the runs where there are several means', () => {
  const rates = runMeasures(0).find(({ key }) => key === 'learning-rate')!
  const runs = ['a', 'b', 'c', 'd'].map((id, k) => ({
    ...runOf(id, []),
    group: k < 2 ? 'first' : 'second',
    epochs: Array.from({ length: k + 1 }, (_, epoch) => epochOf(epoch, { learningRate: 0.5 })),
  }))
  const parts = { training: false, validation: true, test: false }
  const lines = runLines(runs, rates, { parts, x: 'epoch', smoothing: 0, isGrouped: true })
  const readOut = readOutAt(runChart(lines, { measure: rates }), 3)
  expect(readOut).toMatchObject({
    rows: [{ name: 'd, 2 runs', texts: ['0.5000'] }],
    note: 'mean of 1 of 2 runs',
  })
  expect(readOutAt(runChart(lines, { measure: rates }), 1).note).toBe('b, 2 runs: mean of 1 of 2 runs')
})

it('is drawn in short dashes where it rests on fewer', () => {
  const draw = (runs: readonly ChartRun[]): string =>
    writeChartSvg(chartOf(runs).chart, {
      ...{ width: 400, height: 300 },
      colours: { text: '#000', muted: '#555', grid: '#ddd', surface: '#fff' },
    })
  const paths = [...draw(uneven).matchAll(/<path d="(M[^"]*)" stroke-width="2.25"([^/]*)style="stroke:red/g)]
  expect(paths.map(([, d, dash]) => [d!.match(/L/g)!.length, dash!.trim()])).toEqual([
    [1, ''],
    [2, 'stroke-dasharray="2 3"'],
  ])
  // The dashes go on where the full line ends.
  expect(paths[1]![1]!.split('L')[0]!.slice(1)).toBe(paths[0]![1]!.split('L')[1])
  expect(draw(uneven)).toContain('>fewer runs</text>')
  expect(draw([runOf('a', [0.5, 0.75]), runOf('b', [0.5, 0.25])])).not.toContain('fewer runs')
})

it.each<[string, ChartRun[], number[], number[]]>([
  ['a run that has not begun', [runOf('a', []), runOf('b', [0.5, 0.6])], [1, 1], [0, 1]],
  [
    'an epoch that one run lacks',
    [runOf('a', [0.5, null, 0.5]), runOf('b', [0.5, 0.5, 0.5])],
    [2, 1, 2],
    [0, 1, 2],
  ],
])('%s counts as missing', (_, runs, counts, epochs) => {
  const [line] = chartOf(runs).lines
  expect(line!.points.map((point) => point.runs)).toEqual(counts)
  expect(line!.points.map(({ epoch }) => epoch)).toEqual(epochs)
  expect(line!.ofRuns).toBe(2)
  const measured = Math.max(...counts)
  expect(line!.name).toBe(measured === 2 ? 'b, 2 runs' : 'b, 1 of 2 runs')
})

it('never goes back in time where a slow run ends', () => {
  const [line] = chartOf(
    [runOf('slow', [0.1, 0.2], 9000), runOf('fast', [0.1, 0.2, 0.3, 0.4], 1000)],
    'seconds',
  ).lines
  // 5 s for the mean of the first epochs; from then on the fast run's second.
  expect(line!.points.map(({ x }) => x)).toEqual([5, 10, 11, 12])
})
