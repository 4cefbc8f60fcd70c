import { epochTitle } from '../measures.ts'
import type { AxisRange, Chart, ChartAxis, ChartMark, SignsMark, TraceMark } from './chart.ts'
import { isOnAxis, numberAxis, POSITION_TICKS } from './chart-axes.ts'
import { clipSigns } from './clip-signs.ts'
import { describeCut, findFarRuns } from './far-runs.ts'
import { bestPoint, cursorStops, lastPoint, restsOnFewer } from './chart-points.ts'
import { hasZeros, lineRange, positionRange, valueRange, type ValueRule } from './chart-ranges.ts'
import { formatExactly } from './chart-units.ts'
import { X_AXES, type RunLine, type RunPoint, type XAxisName } from './run-lines.ts'
import type { RunMeasure } from './run-measures.ts'

export interface RunChartOptions {
  readonly measure: RunMeasure
  readonly x?: XAxisName
  readonly isXLogarithmic?: boolean
  readonly isYLogarithmic?: boolean
  /** Whether a few values far from the rest, and few runs far from the others, may be left out of sight. */
  readonly cutsOutliers?: boolean
  /** Whether these may be whole runs; where nobody can ask for all of them, they may not. */
  readonly cutsFarRuns?: boolean
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
  /** The mini-batches of the epoch at work; null while there is nothing to draw of them. */
  readonly trace?: TraceMark | null
}

/** One measure of runs over the course of their training. */
export function runChart(lines: readonly RunLine[], options: RunChartOptions): Chart {
  const { measure, x: xName = 'epoch', view } = options
  const { by } = X_AXES[xName]
  const far = findFar(lines, options)
  const { x, y } = axesOf(lines, options, far?.owners)
  const names = new Set(lines.map(({ name }) => name))
  const trace = options.trace ?? null
  const marks: ChartMark[] = [...lines, ...(trace === null ? [] : [trace])]
  if (options.marksBest ?? true) marks.push(bestRings(lines, measure, { x, y }))
  // Who zoomed the values knows that there are others.
  if (view?.y == null && y.ticks.length > 0)
    marks.push(...clipSigns(trace === null ? lines : [...lines, trace], { x, y }))
  return {
    title: `${measure.label} by ${by}${names.size === 1 ? `: ${[...names][0]}` : ''}`,
    description: `${describeLines(lines, measure, xName, options.emptyText)}${far === null ? '' : ` ${describeCut(far)}: ${far.names.join(', ')}.`}`,
    names: 'run',
    ...{ x, y, marks },
    stops: cursorStops(lines.map(({ points }) => points)).filter(
      (stop) => x.ticks.length === 0 || isOnAxis(stop, x),
    ),
    ...(far === null ? {} : { cut: { side: far.side, names: far.names } }),
  }
}

/** Runs that are left out of sight; who zoomed the values knows that there are others. */
function findFar(lines: readonly RunLine[], options: RunChartOptions): ReturnType<typeof findFarRuns> {
  const rule = ruleOf(options)
  if (!rule.cutsOutliers || options.cutsFarRuns === false || options.view?.y != null) return null
  const ranges = lines.map((line) => {
    const range = lineRange(
      valuesOf(line, () => true),
      rule,
    )
    return { owner: line.owner, name: line.name, values: range === null ? [] : [range.min, range.max] }
  })
  return findFarRuns(ranges, rule)
}

/** @param far owners of the lines to which the axis of values is not fitted */
function axesOf(
  lines: readonly RunLine[],
  options: RunChartOptions,
  far: ReadonlySet<string> = new Set(),
): { x: ChartAxis; y: ChartAxis } {
  const { measure, x = 'epoch', isXLogarithmic = false, isYLogarithmic = false, view } = options
  const { label, unit } = X_AXES[x]
  const wholePositions = spanPositions(lines, options)
  const positions = view?.x ?? wholePositions
  // Zeros lie below the lower end of a logarithmic axis: who looks at a part above it does not see them.
  const seesStart = isXLogarithmic && seesEnd(positions, wholePositions)
  const isSeen = (position: number): boolean =>
    positions === null ||
    (position >= positions.min && position <= positions.max) ||
    (seesStart && position === 0)
  const fitValues = (seen: (position: number) => boolean): AxisRange | null =>
    valueRange(
      [
        ...lines.filter(({ owner }) => !far.has(owner)).map((line) => valuesOf(line, seen)),
        (options.trace?.points ?? []).filter(({ x: at }) => seen(at)).map(({ y }) => y),
      ],
      // What was cut away was to give the others room.
      { ...ruleOf(options), isTight: far.size > 0 },
    )
  const wholeValues = fitValues(() => true)
  const fitted = view?.x == null ? wholeValues : (fitValues(isSeen) ?? wholeValues)
  const values = view?.y ?? fitted
  const seesLeast = isYLogarithmic && (view?.y == null || seesEnd(values, wholeValues))
  return {
    x: numberAxis({
      ...{ label, unit, range: positions, isLogarithmic: isXLogarithmic, count: POSITION_TICKS },
      ...{ whole: view && wholePositions },
      hasZero: seesStart && hasZeros(lines.map(({ points }) => points.map((point) => point.x))),
    }),
    y: numberAxis({
      ...{ label: measure.label, unit: measure.unit, range: values, isLogarithmic: isYLogarithmic },
      ...{ whole: view && wholeValues },
      hasZero: seesLeast && hasZeros(lines.map((line) => valuesOf(line, isSeen))),
    }),
  }
}

function seesEnd(seen: AxisRange | null, whole: AxisRange | null): boolean {
  return seen !== null && whole !== null && seen.min <= whole.min
}

function spanPositions(lines: readonly RunLine[], options: RunChartOptions): AxisRange | null {
  const { x = 'epoch', isXLogarithmic = false, plannedEpochs = 0 } = options
  const measured = positionRange(
    lines.map(({ points }) => points),
    isXLogarithmic,
  )
  if (x !== 'epoch') return measured
  if (measured === null && plannedEpochs === 0) return null
  // An epoch is measured at its end; what comes before that of the first has its place too while the run is under way.
  const isUnderWay = (options.trace ?? null) !== null || (measured?.max ?? -1) < plannedEpochs - 1
  const first = plannedEpochs > 0 && isUnderWay ? -1 : 0
  return { min: Math.min(measured?.min ?? 0, first), max: Math.max(measured?.max ?? 0, plannedEpochs - 1) }
}

function ruleOf({
  measure,
  isYLogarithmic = false,
  cutsOutliers = true,
  startsAtZero = false,
}: RunChartOptions): ValueRule {
  const { best, unit } = measure
  return { best, isShare: unit === 'share', isLogarithmic: isYLogarithmic, cutsOutliers, startsAtZero }
}

/** What a line shows at the positions that are seen, with its band. */
function valuesOf({ points, band }: RunLine, isSeen: (position: number) => boolean): number[] {
  return [...points, ...(band === null ? [] : [...band.low, ...band.high])]
    .filter(({ x }) => isSeen(x))
    .map(({ y }) => y)
}

/** Where each run did best, on the part that ranks its epochs. */
function bestRings(
  lines: readonly RunLine[],
  { best }: RunMeasure,
  axes: { readonly x: ChartAxis; readonly y: ChartAxis },
): SignsMark {
  const points = lines.flatMap(({ key, colour, points: measured, isRanking, band }) => {
    const point = isRanking && band === null ? bestPoint(measured, best) : null
    if (point === null || !isOnAxis(point.x, axes.x) || !isOnAxis(point.y, axes.y)) return []
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

function describeLine(line: RunLine, measure: RunMeasure): string {
  const { part, points } = line
  const describe = ({ y, epoch }: RunPoint): string =>
    `${formatExactly(y, measure.unit)} (${epochTitle(epoch).toLowerCase()})`
  // A line has a value at least, or it would not have been made.
  const last = `${part === null ? '' : `${part} `}${describe(lastPoint(points)!)}`
  const best = bestPoint(points, measure.best)
  return `${best === null ? last : `${last}, best ${describe(best)}`}${describeFewer(line)}`
}

/** From where on a mean rests on fewer runs. */
function describeFewer(line: RunLine): string {
  const first = line.points.find((point) => restsOnFewer(point, line))
  if (first === undefined) return ''
  const least = line.points.reduce((fewest, { runs = fewest }) => Math.min(fewest, runs), line.ofRuns!)
  return `, from ${epochTitle(first.epoch).toLowerCase()} on the mean of fewer runs, ${least} of ${line.ofRuns!} at least`
}
