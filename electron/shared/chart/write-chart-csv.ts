import { type CsvCell, writeCsv } from '../csv.ts'
import { type Chart, type ChartAxis, type ChartPoint, type LineMark, marksOf } from './chart.ts'

/** The lines of a chart as CSV, or its dots where it has no lines, a row a point; shares are 0 to 1. */
export function writeChartCsv(chart: Chart): string {
  const lines = marksOf(chart, 'line')
  return writeCsv(lines.length > 0 ? rowsOfLines(chart, lines) : rowsOfDots(chart))
}

/** Columns without any value are left out. */
function rowsOfLines({ names, x, y }: Chart, lines: readonly LineMark[]): CsvCell[][] {
  const hasNames = lines.some(({ name }) => name !== '')
  const hasParts = lines.some((line) => line.part !== null)
  const hasEpochs =
    x.unit === 'epoch' || lines.some(({ points }) => points.some(({ epoch }) => epoch !== undefined))
  const hasPositions = x.unit !== 'epoch'
  const hasSmooth = lines.some((line) => line.smooth !== null)
  const hasBand = lines.some((line) => line.band !== null)
  const hasRuns = lines.some(({ ofRuns }) => ofRuns !== undefined)
  const columns = [
    ...(hasNames ? [columnOf(names)] : []),
    ...(hasParts ? ['part'] : []),
    ...(hasEpochs ? ['epoch'] : []),
    ...(hasPositions ? [columnOf(x.label)] : []),
    columnOf(y.label),
    ...(hasSmooth ? ['smoothed'] : []),
    ...(hasBand ? ['lowest', 'highest'] : []),
    ...(hasRuns ? ['runs'] : []),
  ]
  const rows = lines.flatMap((line) =>
    line.points.map((point, k): CsvCell[] => [
      ...(hasNames ? [line.name] : []),
      ...(hasParts ? [line.part] : []),
      ...(hasEpochs ? [point.epoch ?? point.x] : []),
      ...(hasPositions ? [positionOf(point.x, x)] : []),
      valueOf(point),
      ...(hasSmooth ? [valueOf(line.smooth?.[k])] : []),
      ...(hasBand ? [valueOf(line.band?.low[k]), valueOf(line.band?.high[k])] : []),
      // A line that is no mean rests on its own run.
      ...(hasRuns ? [point.runs ?? 1] : []),
    ]),
  )
  return [columns, ...rows]
}

function rowsOfDots(chart: Chart): CsvCell[][] {
  const { names, x, y } = chart
  const dots = marksOf(chart, 'dots').flatMap((mark) => mark.dots)
  return [
    [columnOf(names), columnOf(x.label), columnOf(y.label)],
    ...dots.map((dot): CsvCell[] => [dot.name, positionOf(dot.x, x), positionOf(dot.y, y)]),
  ]
}

/** A number, or the name that stands at a position. */
function positionOf(value: number, { kind, ticks }: ChartAxis): CsvCell {
  return kind === 'category' ? (ticks.find((tick) => tick.value === value)?.label ?? value) : value
}

function valueOf(point: ChartPoint | undefined): number | null {
  return point === undefined || !Number.isFinite(point.y) ? null : point.y
}

/** `Weight norm, layer 2` as `weight_norm_layer_2`. */
function columnOf(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
}
