import type { EpochMetrics } from '#core/training/epoch-metrics.ts'
import { formatCount } from '../model/format.ts'
import type { ComparedMeasure } from './compared-measures.ts'
import type { ChartRun } from './chart-series.ts'
import { epochTitle, MEASURED_PARTS, rankingPart, type MeasuredPart } from '#shared/measures.ts'

/** What the horizontal axis counts. */
export const X_AXES = {
  epoch: { label: 'Epoch', by: 'epoch' },
  examples: { label: 'Examples', by: 'examples seen' },
  seconds: { label: 'Seconds', by: 'seconds of training' },
} as const
export type XAxisName = keyof typeof X_AXES

/** A run as the comparison draws it. */
export interface ComparedRun extends ChartRun {
  /** Images of one epoch. */
  readonly trainSize: number
  /** Runs of the same group differ in the seed alone; null for a run that stands alone. */
  readonly group: string | null
}

export interface ComparedPoint {
  readonly x: number
  readonly y: number
  readonly epoch: number
}

/** One line of the comparison: a part of a run, or the mean of a part over runs that differ in the seed. */
export interface ComparedLine {
  readonly key: string
  /** One run's id, or the group's. */
  readonly owner: string
  readonly name: string
  readonly colour: string
  readonly part: MeasuredPart
  /** Whether the epochs of its run are ranked by this part. */
  readonly isRanking: boolean
  /** As measured, without gaps: epochs without a value have no point. */
  readonly points: readonly ComparedPoint[]
  /** The same, smoothed; null without smoothing. */
  readonly smooth: readonly ComparedPoint[] | null
  /** Least and greatest of a group at each point; null for one run. */
  readonly band: { readonly low: readonly ComparedPoint[]; readonly high: readonly ComparedPoint[] } | null
}

export interface LineOptions {
  readonly parts: Readonly<Record<MeasuredPart, boolean>>
  readonly x: XAxisName
  /** Weight of what came before, 0 (off) to less than 1. */
  readonly smoothing: number
  /** Whether runs that differ in the seed alone are drawn as mean and band. */
  readonly isGrouped: boolean
}

/** Where each epoch lies on the horizontal axis. */
export function placesOf(epochs: readonly EpochMetrics[], x: XAxisName, trainSize: number): number[] {
  let passedMs = 0
  return epochs.map(({ epoch, durationMs }) => {
    passedMs += durationMs
    switch (x) {
      case 'epoch':
        return epoch
      case 'examples':
        return (epoch + 1) * trainSize
      case 'seconds':
        return passedMs / 1000
    }
  })
}

/**
 * An exponential moving average, s ← w s + (1 − w) y, divided by 1 − wⁿ so that it does not start at 0 (Kingma and Ba
 * 2015, as TensorBoard does).
 * @param weight w, 0 to less than 1
 */
export function smoothPoints(points: readonly ComparedPoint[], weight: number): ComparedPoint[] {
  let sum = 0
  let share = 0
  return points.map((point) => {
    sum = weight * sum + (1 - weight) * point.y
    share = weight * share + (1 - weight)
    return { ...point, y: sum / share }
  })
}

/** The lines of a chart; a part that a run has no values of gives none. */
export function compareLines(
  runs: readonly ComparedRun[],
  measure: ComparedMeasure,
  options: LineOptions,
): ComparedLine[] {
  // A measure without parts is drawn as validation is: a full line.
  const parts = measure.hasParts
    ? MEASURED_PARTS.filter((part) => options.parts[part])
    : (['validation'] as const)
  const groups = Map.groupBy(runs, (run) => (options.isGrouped && run.group !== null ? run.group : run.id))
  return [...groups].flatMap(([owner, members]) =>
    parts.flatMap((part): ComparedLine[] => {
      const ofMembers = members
        .map((run) => pointsOf(run, measure, part, options.x))
        .filter((points) => points.length > 0)
      if (ofMembers.length === 0) return []
      const { points, band } = members.length === 1 ? { points: ofMembers[0], band: null } : meanOf(ofMembers)
      if (points.length === 0) return []
      // The oldest run gives a group its name and colour.
      const run = members[members.length - 1]
      const last = run.epochs.at(-1)
      return [
        {
          key: `${owner}/${part}`,
          owner,
          name: members.length === 1 ? run.name : `${run.name}, ${members.length} seeds`,
          colour: run.colour,
          part,
          isRanking: !measure.hasParts || (last !== undefined && rankingPart(last) === part),
          points,
          smooth: options.smoothing > 0 ? smoothPoints(points, options.smoothing) : null,
          band,
        },
      ]
    }),
  )
}

/** Points by the array of epochs they come from, so that one more epoch of one run does not cost those of all. */
const pointCache = new WeakMap<readonly EpochMetrics[], Map<string, ComparedPoint[]>>()

function pointsOf(
  run: ComparedRun,
  measure: ComparedMeasure,
  part: MeasuredPart,
  x: XAxisName,
): readonly ComparedPoint[] {
  let cached = pointCache.get(run.epochs)
  if (cached === undefined) pointCache.set(run.epochs, (cached = new Map<string, ComparedPoint[]>()))
  const key = [measure.key, part, x, run.trainSize].join('/')
  let points = cached.get(key)
  if (points === undefined) {
    const places = placesOf(run.epochs, x, run.trainSize)
    points = run.epochs.flatMap((measured, k) => {
      const y = measure.read(measured, part)
      return y === null || !Number.isFinite(y) ? [] : [{ x: places[k], y, epoch: measured.epoch }]
    })
    cached.set(key, points)
  }
  return points
}

/** Mean, least and greatest at the epochs that all of them have, so that no end of a run makes the mean jump. */
function meanOf(lines: readonly (readonly ComparedPoint[])[]): Pick<ComparedLine, 'points' | 'band'> {
  const [first, ...others] = lines.map((points) => new Map(points.map((point) => [point.epoch, point])))
  const common = [...first.keys()].filter((epoch) => others.every((line) => line.has(epoch)))
  const pick = (join: (values: readonly number[]) => number): ComparedPoint[] =>
    common.map((epoch) => {
      const at = [first, ...others].map((line) => line.get(epoch)!)
      return { epoch, x: mean(at.map(({ x }) => x)), y: join(at.map(({ y }) => y)) }
    })
  return {
    points: pick(mean),
    band: { low: pick((values) => Math.min(...values)), high: pick((values) => Math.max(...values)) },
  }
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length

/** The best point, the first among equals; null where no end of the measure is good. */
export function bestOf(
  points: readonly ComparedPoint[],
  best: ComparedMeasure['best'],
): ComparedPoint | null {
  if (best === null || points.length === 0) return null
  return points.reduce((found, point) =>
    (best === 'high' ? point.y > found.y : point.y < found.y) ? point : found,
  )
}

/** The point of a line nearest to a place; null where the line does not reach it. */
export function pointAt(points: readonly ComparedPoint[], x: number): ComparedPoint | null {
  if (points.length === 0) return null
  let low = 0
  let high = points.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (points[middle].x < x) low = middle + 1
    else high = middle
  }
  const before = points[Math.max(0, low - 1)]
  const nearest = x - before.x <= points[low].x - x ? before : points[low]
  // Half a step beyond its ends still belongs to a line.
  const first = points[0].x
  const last = points[points.length - 1].x
  const reach = points.length > 1 ? (last - first) / (points.length - 1) / 2 : 0
  const room = reach + 1e-9 * Math.max(1, Math.abs(last))
  return x < first - room || x > last + room ? null : nearest
}

/** Where the cursor can stand: the places of the longest line. */
export function cursorStops(lines: readonly ComparedLine[]): number[] {
  const all = lines.map((line) => line.points)
  const longest = all.reduce<readonly ComparedPoint[]>((a, b) => {
    const [from, to] = [a.at(-1)?.x ?? -Infinity, b.at(-1)?.x ?? -Infinity]
    return to > from || (to === from && b.length > a.length) ? b : a
  }, [])
  return longest.map((point) => point.x)
}

/** A place on the horizontal axis in words. */
export function placeTitle(x: XAxisName, place: number): string {
  switch (x) {
    case 'epoch':
      return epochTitle(place)
    case 'examples':
      return `${formatCount(Math.round(place))} examples`
    case 'seconds':
      return `${place.toFixed(place < 10 ? 2 : 1)}\u00a0s`
  }
}

/** How many lines' owners the summary names before it says how many more there are. */
const SUMMARY_OWNERS = 5

/** The chart in words, for who cannot see it. */
export function summarizeLines(
  lines: readonly ComparedLine[],
  measure: ComparedMeasure,
  x: XAxisName,
): string {
  const title = `${measure.label} by ${X_AXES[x].by}`
  if (lines.length === 0) return `${title}: no finished epoch yet.`
  const owners = [...Map.groupBy(lines, (line) => line.owner).values()]
  const sentences = owners.slice(0, SUMMARY_OWNERS).map((ofOwner) => {
    const texts = ofOwner.map((line) => summarizeLine(line, measure))
    return `${ofOwner[0].name}: ${texts.join('; ')}.`
  })
  const more = owners.length - SUMMARY_OWNERS
  if (more > 0) sentences.push(`And ${more} more.`)
  return `${title}. ${sentences.join(' ')}`
}

function summarizeLine(line: ComparedLine, measure: ComparedMeasure): string {
  const tell = ({ y, epoch }: ComparedPoint): string =>
    `${measure.format(y)} (${epochTitle(epoch).toLowerCase()})`
  const last = `${measure.hasParts ? `${line.part} ` : ''}${tell(line.points[line.points.length - 1])}`
  const best = bestOf(line.points, measure.best)
  return best === null ? last : `${last}, best ${tell(best)}`
}
