import { type CsvCell, writeCsv } from '../csv.ts'
import type { ChartFilePoint, LineChart } from './line-chart.ts'

/** The shown lines of a chart as CSV, a line a point; shares are 0 to 1, and columns without any value are left out. */
export function writeChartCsv({ x, y, lines }: LineChart): string {
  const hasParts = lines.some((line) => line.part !== null)
  const hasSmooth = lines.some((line) => line.smooth !== null)
  const hasBand = lines.some((line) => line.band !== null)
  const isByEpoch = x.kind === 'epoch'
  const columns = [
    'run',
    ...(hasParts ? ['part'] : []),
    'epoch',
    ...(isByEpoch ? [] : [columnOf(x.label)]),
    columnOf(y.label),
    ...(hasSmooth ? ['smoothed'] : []),
    ...(hasBand ? ['lowest', 'highest'] : []),
  ]
  const rows = lines.flatMap((line) =>
    line.points.map((point, k): CsvCell[] => [
      line.name,
      ...(hasParts ? [line.part] : []),
      point.epoch ?? point.x,
      ...(isByEpoch ? [] : [point.x]),
      valueOf(point),
      ...(hasSmooth ? [valueOf(line.smooth?.[k])] : []),
      ...(hasBand ? [valueOf(line.band?.low[k]), valueOf(line.band?.high[k])] : []),
    ]),
  )
  return writeCsv([columns, ...rows])
}

function valueOf(point: ChartFilePoint | undefined): number | null {
  return point === undefined || !Number.isFinite(point.y) ? null : point.y
}

/** `Weight norm, layer 2` as `weight_norm_layer_2`. */
function columnOf(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
}
