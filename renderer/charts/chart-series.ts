import type { EpochMetrics } from '#core/training/epoch-metrics.ts'
import {
  epochTitle,
  formatMeasure,
  measureOf,
  rankingPart,
  type MeasuredPart,
  type MeasureName,
} from '#shared/measures.ts'

/** A run as a chart shows it. */
export interface ChartRun {
  readonly id: string
  readonly name: string
  /** Any CSS colour, as in `var(--run-1)`. */
  readonly colour: string
  /** In order of their epochs. */
  readonly epochs: readonly EpochMetrics[]
}

/** Chart.js takes NaN as a gap in a line. */
export interface ChartPoint {
  readonly x: number
  readonly y: number
}

/** One line of a chart: one measure of one part of one run. */
export interface ChartSeries {
  readonly key: string
  readonly run: ChartRun
  readonly part: MeasuredPart
  readonly points: readonly ChartPoint[]
}

/** Which parts to draw; `test: 'fallback'` draws test only for runs that have no validation part. */
export interface ShownParts {
  readonly training: boolean
  readonly validation: boolean
  readonly test: boolean | 'fallback'
}

interface CachedPoints {
  length: number
  points: ChartPoint[]
}

/** Points by the array of epochs they come from, so that one more epoch of one run costs one more point. */
const pointCache = new WeakMap<readonly EpochMetrics[], Map<string, CachedPoints>>()

function pointsOf(
  epochs: readonly EpochMetrics[],
  measure: MeasureName,
  part: MeasuredPart,
): readonly ChartPoint[] {
  let caches = pointCache.get(epochs)
  if (!caches) pointCache.set(epochs, (caches = new Map<string, CachedPoints>()))
  const key = `${measure}/${part}`
  const cached = caches.get(key)
  if (cached?.length === epochs.length) return cached.points
  const points = epochs.map((epoch) => ({ x: epoch.epoch, y: measureOf(epoch, measure, part) ?? Number.NaN }))
  caches.set(key, { length: epochs.length, points })
  return points
}

function isShown(run: ChartRun, part: MeasuredPart, shown: ShownParts): boolean {
  const wish = shown[part]
  if (wish !== 'fallback') return wish
  return run.epochs.some((epoch) => rankingPart(epoch) === 'test')
}

/** The lines of a chart. A part that a run has no values of gives no line. */
export function buildSeries(
  runs: readonly ChartRun[],
  measure: MeasureName,
  shown: ShownParts,
): ChartSeries[] {
  const series: ChartSeries[] = []
  for (const run of runs) {
    for (const part of ['training', 'validation', 'test'] as const) {
      if (!isShown(run, part, shown)) continue
      const points = pointsOf(run.epochs, measure, part)
      if (points.some((point) => !Number.isNaN(point.y))) {
        series.push({ key: `${run.id}/${part}`, run, part, points })
      }
    }
  }
  return series
}

/** From this many epochs on, the first steep ones need not decide the range of the axis. */
const SETTLED_EPOCHS = 20
const OUTLIERS = 0.05
/** They are left out of sight where they would press the rest into less than this share of the axis. */
const SETTLED_SHARE = 0.4

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]
}

/**
 * The range a line asks for: all of it; or, once it is long, all but its 5 % farthest from where it settled,
 * if those would take most of the axis.
 */
function lineRange(points: readonly ChartPoint[], measure: MeasureName): [number, number] {
  const values = points.map((point) => point.y).filter((y) => !Number.isNaN(y))
  values.sort((a, b) => a - b)
  const whole: [number, number] = [values[0], values[values.length - 1]]
  if (values.length < SETTLED_EPOCHS) return whole
  const settled: [number, number] =
    measure === 'accuracy'
      ? [quantile(values, OUTLIERS), whole[1]]
      : [whole[0], quantile(values, 1 - OUTLIERS)]
  return settled[1] - settled[0] < SETTLED_SHARE * (whole[1] - whole[0]) ? settled : whole
}

/** 1, 2 or 5 times a power of ten, so that about five steps cover the span. */
function niceStep(span: number): number {
  const rough = span / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * 0.999) ?? 10
  return factor * power
}

/** The y axis of a chart, or null when there is nothing to draw. */
export interface ValueAxis {
  readonly min: number
  readonly max: number
  /** Distance of the ticks; null on a logarithmic axis. */
  readonly step: number | null
}

/**
 * A calm range for the y axis: rounded to whole ticks, so that it seldom moves while points arrive.
 * Accuracy never leaves 0 to 1; a linear loss starts at 0.
 */
export function valueAxis(
  series: readonly ChartSeries[],
  measure: MeasureName,
  logarithmic: boolean,
): ValueAxis | null {
  if (series.length === 0) return null
  const ranges = series.map((line) => lineRange(line.points, measure))
  const low = Math.min(...ranges.map((range) => range[0]))
  const high = Math.max(...ranges.map((range) => range[1]))
  if (measure === 'accuracy') {
    const step = niceStep(Math.max(high - low, 0.01))
    const min = Math.max(0, Math.floor(low / step + 1e-9) * step)
    const max = Math.min(1, Math.ceil(high / step - 1e-9) * step || step)
    // Where all values are the same, one step of room below or above them.
    return max - min > step / 2 ? { min, max, step } : { min: Math.max(0, max - step), max, step }
  }
  if (logarithmic) {
    const positive = series.flatMap((line) => line.points.map((p) => p.y).filter((y) => y > 0))
    if (positive.length === 0) return { min: 0.1, max: 1, step: null }
    const smallest = positive.reduce((a, b) => Math.min(a, b))
    const min = roundDown(smallest)
    return { min, max: Math.max(roundUp(high), min * 2), step: null }
  }
  const step = niceStep(high > 0 ? high : 1)
  return { min: 0, max: Math.ceil(high / step - 1e-9) * step || step, step }
}

/** To one digit: 0.0347 down to 0.03, up to 0.04. */
function roundDown(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return Math.floor(value / power + 1e-9) * power
}

function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return Math.ceil(value / power - 1e-9) * power
}

/** The epochs from first to last that any run has; null without epochs. */
export function epochRange(runs: readonly ChartRun[]): { first: number; last: number } | null {
  const shown = runs.filter((run) => run.epochs.length > 0)
  if (shown.length === 0) return null
  return {
    first: Math.min(...shown.map((run) => run.epochs[0].epoch)),
    last: Math.max(...shown.map((run) => run.epochs[run.epochs.length - 1].epoch)),
  }
}

/** What a run has at an epoch, for the read-out beside the cursor. */
export interface ReadOutRow {
  readonly run: ChartRun
  readonly values: Readonly<Record<MeasuredPart, number | null>>
}

/** The values of all lines at one epoch; a run without that epoch has no row. */
export function readOut(series: readonly ChartSeries[], epoch: number): ReadOutRow[] {
  const rows = new Map<string, { run: ChartRun; values: Record<MeasuredPart, number | null> }>()
  for (const line of series) {
    const value = valueAt(line, epoch)
    if (value === null) continue
    let row = rows.get(line.run.id)
    if (!row) {
      row = { run: line.run, values: { training: null, validation: null, test: null } }
      rows.set(line.run.id, row)
    }
    row.values[line.part] = value
  }
  return [...rows.values()]
}

/** A line's value at an epoch; null in a gap or where the line has no such epoch. */
export function valueAt(line: ChartSeries, epoch: number): number | null {
  const { points } = line
  // Epochs follow each other without gaps, so the place is known; a search would only hide a defect.
  const point = points[epoch - points[0].x] as ChartPoint | undefined
  return point === undefined || Number.isNaN(point.y) ? null : point.y
}

/** The best point of a line, the first among equals; null for a line of gaps. */
export function bestPoint(line: ChartSeries, measure: MeasureName): ChartPoint | null {
  let best: ChartPoint | null = null
  for (const point of line.points) {
    if (Number.isNaN(point.y)) continue
    if (best === null || (measure === 'loss' ? point.y < best.y : point.y > best.y)) best = point
  }
  return best
}

/** The lines by whose accuracy epochs are ranked: validation where there is one, else test, else training. */
export function rankingLines(series: readonly ChartSeries[]): ChartSeries[] {
  return series.filter(({ run, part }) => rankingPart(run.epochs[run.epochs.length - 1]) === part)
}

/** How many runs the summary names before it says how many more there are. */
const SUMMARY_RUNS = 5

/** The chart in words, for who cannot see it. */
export function summarize(
  runs: readonly ChartRun[],
  series: readonly ChartSeries[],
  measure: MeasureName,
): string {
  const title = measure === 'loss' ? 'Loss' : 'Accuracy'
  if (series.length === 0) return `${title} by epoch: no finished epoch yet.`
  const drawn = runs.filter((run) => series.some((line) => line.run.id === run.id))
  const sentences = drawn.slice(0, SUMMARY_RUNS).map((run) => {
    const lines = series.filter((line) => line.run.id === run.id).map((line) => summarizeLine(line, measure))
    return `${run.name}: ${lines.join('; ')}.`
  })
  const more = drawn.length - SUMMARY_RUNS
  if (more > 0) sentences.push(`And ${more} more ${more === 1 ? 'run' : 'runs'}.`)
  return `${title} by epoch. ${sentences.join(' ')}`
}

function summarizeLine(line: ChartSeries, measure: MeasureName): string {
  // A line has a value at least, or it would not have been made.
  const last = line.points.findLast((point) => !Number.isNaN(point.y))!
  const best = bestPoint(line, measure)!
  const at = (epoch: number): string => epochTitle(epoch).toLowerCase()
  return (
    `${line.part} ${formatMeasure(measure, last.y)} (${at(last.x)}), ` +
    `best ${formatMeasure(measure, best.y)} (${at(best.x)})`
  )
}
