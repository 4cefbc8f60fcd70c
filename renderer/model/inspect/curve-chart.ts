import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { Chart, ChartAxis, ChartMark, ChartPoint } from '#shared/chart/chart.ts'
import { numberAxis } from '#shared/chart/chart-axes.ts'
import { valueRange } from '#shared/chart/chart-ranges.ts'
import { clipSigns } from '#shared/chart/clip-signs.ts'
import type { ChartReadOut } from '#shared/chart/read-out.ts'
import { formatAccuracy, type MeasuredPart } from '#shared/measures.ts'
import { formatCount } from '../format.ts'
import { curveDots, curveParts, curveRows, describeRow, summarizeCurve, type CurveRow } from './curve-rows.ts'
import { formatShare } from './curve-words.ts'

export interface CurveChartOptions {
  /** Amounts that are planned, smallest first: the axis spans them from the start, so that it does not move. */
  readonly sizes: readonly number[]
  /** Any CSS colour, as in `var(--run-1)`. */
  readonly colour: string
}

/** Accuracy by the number of training images, on a logarithmic axis. */
export function curveChart(points: readonly LearningCurvePoint[], options: CurveChartOptions): Chart {
  const { sizes, colour } = options
  const rows = curveRows(points)
  const parts = curveParts(points)
  const hasDots = rows.some(({ networks }) => networks > 1)
  const marks = parts.flatMap((part): ChartMark[] => {
    const mean = endOf(rows, part, 'mean')
    if (mean.length === 0) return []
    const dots = curveDots(points, part).map((dot, k) => ({
      ...{ ...dot, key: `${part}/${k}`, name: part, colour, radius: 2 },
    }))
    return [
      {
        ...{ kind: 'line', key: part, owner: 'curve', name: '', colour, part, points: mean, smooth: null },
        band: { low: endOf(rows, part, 'min'), high: endOf(rows, part, 'max') },
        radius: part === 'training' ? 2 : 3,
      },
      ...(hasDots ? [{ kind: 'dots', dots, look: 'faint', isJoined: false } as const] : []),
    ]
  })
  const lines = marks.filter((mark) => mark.kind === 'line')
  const values = parts.map((part) =>
    [...endOf(rows, part, 'min'), ...endOf(rows, part, 'max')].map(({ y }) => y),
  )
  const range = valueRange(values, {
    ...{ best: 'high', isShare: true, isLogarithmic: false, cutsOutliers: true, startsAtZero: false },
  })
  const x: ChartAxis = {
    ...{ label: 'Images', unit: 'count', kind: 'log', min: sizes.at(0) ?? 1, max: sizes.at(-1) ?? 10 },
    ticks: sizes.map((value) => ({ value, label: formatCount(value) })),
  }
  const y = numberAxis({ label: 'Accuracy', unit: 'share', range })
  return {
    title: 'Accuracy by number of training images',
    description: summarizeCurve(rows, parts),
    names: 'curve',
    ...{ x, y },
    marks: [...marks, ...clipSigns(lines, { x, y })],
    stops: rows.map(({ size }) => size),
  }
}

function endOf(rows: readonly CurveRow[], part: MeasuredPart, end: 'mean' | 'min' | 'max'): ChartPoint[] {
  return rows.flatMap(({ size, spreads }) => {
    const spread = spreads[part]
    return spread === null ? [] : [{ x: size, y: spread[end] }]
  })
}

/** What networks of an amount of images reached. @param trainSize images of the run, which are 100 % */
export function readOutCurve(
  points: readonly LearningCurvePoint[],
  size: number,
  trainSize: number,
): ChartReadOut {
  const row = curveRows(points).find((each) => each.size === size)
  const title = `${formatCount(size)} images (${formatShare(size / trainSize)})`
  if (row === undefined) return { title, columns: [], rows: [] }
  const ends = row.networks > 1 ? (['mean', 'min', 'max'] as const) : (['mean'] as const)
  return {
    title,
    columns: row.networks > 1 ? ['mean', 'lowest', 'highest'] : ['mean'],
    rows: curveParts(points).map((part) => ({
      ...{ key: part, name: part, colour: null, part },
      texts: ends.map((end) => formatAccuracy(row.spreads[part]?.[end] ?? null)),
    })),
    note: describeRow(row),
  }
}
