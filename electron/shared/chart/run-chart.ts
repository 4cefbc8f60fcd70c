import { epochTitle } from '../measures.ts'
import type { AxisRange, Chart, ChartMark, SignsMark } from './chart.ts'
import { numberAxis, POSITION_TICKS } from './chart-axes.ts'
import { clipSigns } from './clip-signs.ts'
import { bestPoint, cursorStops, lastPoint } from './chart-points.ts'
import { positionRange, valueRange } from './chart-ranges.ts'
import { formatExactly } from './chart-units.ts'
import { X_AXES, type RunLine, type RunPoint, type XAxisName } from './run-lines.ts'
import type { RunMeasure } from './run-measures.ts'

export interface RunChartOptions {
  readonly measure: RunMeasure
  readonly x?: XAxisName
  readonly isXLogarithmic?: boolean
  readonly isYLogarithmic?: boolean
  /** Whether a few values far from the rest may be left out of sight. */
  readonly cutsOutliers?: boolean
  /** Whether a linear axis of values begins at 0; a share's never has to. */
  readonly startsAtZero?: boolean
  /** Whether the best point of each run is marked. */
  readonly marksBest?: boolean
  /** Epochs that the recipe asks for: the axis spans them from the start, so that it does not move. */
  readonly plannedEpochs?: number
  /** The parts of the axes that are seen, null for all of one; without it, the chart is not zoomed. */
  readonly view?: { readonly x: AxisRange | null; readonly y: AxisRange | null }
  /** Why there are no lines, in a sentence. */
  readonly emptyText?: string
}

/** One measure of runs over the course of their training. */
export function runChart(lines: readonly RunLine[], options: RunChartOptions): Chart {
  const { measure, x = 'epoch', isXLogarithmic = false, isYLogarithmic = false, view } = options
  const { label: xLabel, by, unit: xUnit } = X_AXES[x]
  const wholePositions = spanPositions(lines, options)
  const positions = view?.x ?? wholePositions
  const fitValues = (within: AxisRange | null): AxisRange | null => valuesOf(lines, options, within)
  const wholeValues = fitValues(null)
  const values = view?.y ?? (view?.x == null ? null : fitValues(view.x)) ?? wholeValues
  const names = new Set(lines.map(({ name }) => name))
  const marks: ChartMark[] = [...lines]
  if (options.marksBest ?? true) marks.push(bestRings(lines, measure, { x: positions, y: values }))
  // Who zoomed the values knows that there are others.
  if (view?.y == null) marks.push(...clipSigns(lines, { x: positions, y: values }))
  return {
    title: `${measure.label} by ${by}${names.size === 1 ? `: ${[...names][0]}` : ''}`,
    description: describeLines(lines, measure, x, options.emptyText),
    names: 'run',
    x: numberAxis({
      ...{
        label: xLabel,
        unit: xUnit,
        range: positions,
        isLogarithmic: isXLogarithmic,
        count: POSITION_TICKS,
      },
      whole: view && wholePositions,
    }),
    y: numberAxis({
      ...{ label: measure.label, unit: measure.unit, range: values, isLogarithmic: isYLogarithmic },
      whole: view && wholeValues,
    }),
    marks,
    stops: cursorStops(lines.map(({ points }) => points)).filter(
      (stop) => positions === null || (stop >= positions.min && stop <= positions.max),
    ),
  }
}

function spanPositions(lines: readonly RunLine[], options: RunChartOptions): AxisRange | null {
  const { x = 'epoch', isXLogarithmic = false, plannedEpochs = 0 } = options
  const measured = positionRange(
    lines.map(({ points }) => points),
    isXLogarithmic,
  )
  if (x !== 'epoch') return measured
  if (measured === null && plannedEpochs === 0) return null
  return { min: Math.min(measured?.min ?? 0, 0), max: Math.max(measured?.max ?? 0, plannedEpochs - 1) }
}

function valuesOf(
  lines: readonly RunLine[],
  { measure, isYLogarithmic = false, cutsOutliers = true, startsAtZero = false }: RunChartOptions,
  within: AxisRange | null,
): AxisRange | null {
  const seen = lines.map(({ points, band }) =>
    [...points, ...(band === null ? [] : [...band.low, ...band.high])]
      .filter(({ x }) => within === null || (x >= within.min && x <= within.max))
      .map(({ y }) => y),
  )
  return valueRange(seen, {
    ...{ best: measure.best, isShare: measure.unit === 'share', cutsOutliers, startsAtZero },
    isLogarithmic: isYLogarithmic,
  })
}

/** Where each run did best, on the part that ranks its epochs. */
function bestRings(
  lines: readonly RunLine[],
  { best }: RunMeasure,
  seen: { readonly x: AxisRange | null; readonly y: AxisRange | null },
): SignsMark {
  const isSeen = (value: number, range: AxisRange | null): boolean =>
    range === null || (value >= range.min && value <= range.max)
  const points = lines.flatMap(({ key, colour, points: measured, isRanking, band }) => {
    const point = isRanking && band === null ? bestPoint(measured, best) : null
    if (point === null || !isSeen(point.x, seen.x) || !isSeen(point.y, seen.y)) return []
    return [{ key, colour, x: point.x, y: point.y }]
  })
  return { kind: 'signs', sign: 'ring', points }
}

/** How many lines' owners the description names before it says how many more there are. */
const DESCRIBED_OWNERS = 5

/** Lines in words, for who cannot see them. */
export function describeLines(
  lines: readonly RunLine[],
  measure: RunMeasure,
  x: XAxisName,
  emptyText = 'No epoch is finished yet.',
): string {
  const title = `${measure.label} by ${X_AXES[x].by}`
  if (lines.length === 0) return `${title}. ${emptyText}`
  const owners = [...Map.groupBy(lines, (line) => line.owner).values()]
  const sentences = owners.slice(0, DESCRIBED_OWNERS).map((ofOwner) => {
    const texts = ofOwner.map((line) => describeLine(line, measure))
    return `${ofOwner[0]!.name}: ${texts.join('; ')}.`
  })
  const more = owners.length - DESCRIBED_OWNERS
  if (more > 0) sentences.push(`And ${more} more.`)
  return `${title}. ${sentences.join(' ')}`
}

function describeLine({ part, points }: RunLine, measure: RunMeasure): string {
  const describe = ({ y, epoch }: RunPoint): string =>
    `${formatExactly(y, measure.unit)} (${epochTitle(epoch).toLowerCase()})`
  // A line has a value at least, or it would not have been made.
  const last = `${part === null ? '' : `${part} `}${describe(lastPoint(points)!)}`
  const best = bestPoint(points, measure.best)
  return best === null ? last : `${last}, best ${describe(best)}`
}
