import { expect, it } from 'vitest'
import { numberAxis } from '#shared/chart/chart-axes.ts'
import { writeChartSvg } from '#shared/chart/write-chart-svg.ts'
import type { SweepAxis, SweepRow } from '../../../../renderer/model/sweeps/sweep-axes.ts'
import { rowColour, sweepColours } from '../../../../renderer/model/sweeps/sweep-colours.ts'
import { scatterChart } from '../../../../renderer/model/sweeps/sweep-scatter.ts'

const accuracy: SweepAxis = {
  ...{ key: 'measure.accuracy', title: 'Best validation accuracy', isMeasure: true },
  format: (value) => `${100 * Number(value)} %`,
  axis: numberAxis({ label: 'Best validation accuracy', unit: 'share', range: { min: 0, max: 1 } }),
  positionOf: (value) => (typeof value === 'number' ? value : null),
}
const rowsOf = (...values: (number | null)[]): SweepRow[] =>
  values.map((value, index) => ({
    ...{ index, changes: [], run: null },
    values: { 'measure.accuracy': value },
  }))

it('the scale of colours goes from that of the worst run to that of the best', () => {
  const rows = rowsOf(0.5, 0.75, 0.1, 0.25, 0.3, 0.4)
  const { title, scale, names } = sweepColours(rows, [accuracy])!
  expect(title).toBe('Rank by best validation accuracy')
  expect(scale).toMatchObject({ from: 'worst 10 %', to: 'best 75 %' })
  expect(scale!.colours).toHaveLength(6)
  expect(scale!.colours[0]).toBe(rowColour(rows[2]!, rows))
  expect(scale!.colours.at(-1)).toBe(rowColour(rows[1]!, rows))
  expect(names).toEqual([])
})

it.each([
  { name: 'none has a result', rows: rowsOf(null, null), isPartial: true, is: undefined },
  { name: 'one has none', rows: rowsOf(0.1, null, 0.5), isPartial: false, is: ['no result'] },
  { name: 'some are not chosen', rows: rowsOf(0.1, 0.5), isPartial: true, is: ['not chosen'] },
  { name: 'both', rows: rowsOf(null, 0.1, 0.5), isPartial: true, is: ['no result', 'not chosen'] },
])('greys are named where they are seen: $name', ({ rows, isPartial, is }) => {
  expect(sweepColours(rows, [accuracy], isPartial)?.names.map(({ name }) => name)).toEqual(is)
})

it('a single result has its one colour and value', () => {
  const rows = rowsOf(null, 0.5)
  expect(sweepColours(rows, [accuracy])!.scale).toEqual({
    ...{ from: '', to: 'best 50 %' },
    colours: [rowColour(rows[1]!, rows)],
  })
})

it('a saved scatter explains its colours', () => {
  const rows = rowsOf(0.1, null, 0.5)
  const colours = sweepColours(rows, [accuracy])
  const chart = scatterChart(rows, { x: accuracy, y: accuracy, shown: new Set([0, 1, 2]), colours })
  const svg = writeChartSvg(chart, {
    ...{ width: 800, height: 480 },
    colours: { text: '#000', muted: '#666', grid: '#ccc', surface: '#fff' },
  })
  for (const words of ['Rank by best validation accuracy: ', 'worst 10 %', 'best 50 %', 'no result']) {
    expect(svg).toContain(words)
  }
  for (const colour of colours!.scale!.colours) expect(svg).toContain(`style="fill:${colour}"`)
})
