import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { MEASURED_PARTS, rankingPart, type MeasuredPart } from '../measures.ts'
import type { LineMark } from './chart.ts'
import { smoothPoints } from './chart-points.ts'
import type { RunMeasure } from './run-measures.ts'

/** What the horizontal axis counts. */
export const X_AXES = {
  epoch: { label: 'Epoch', by: 'epoch', unit: 'epoch' },
  examples: { label: 'Examples', by: 'examples seen', unit: 'count' },
  seconds: { label: 'Seconds', by: 'seconds of training', unit: 'seconds' },
} as const
export type XAxisName = keyof typeof X_AXES

/** A run as a chart draws it. */
export interface ChartRun {
  readonly id: string
  readonly name: string
  /** Any CSS colour, as in `var(--run-1)`. */
  readonly colour: string
  /** Of its lines where one part is drawn, in pixels of line and gap; by default they are full. */
  readonly dash?: readonly number[]
  /** In order; more may be added to the same array. */
  readonly epochs: readonly EpochMetrics[]
  /** Images of one epoch. */
  readonly trainSize: number
  /** Images that validate each epoch; undefined where that does not matter. */
  readonly validationSize?: number
  /** Runs of the same group differ in the seed alone; null for a run that stands alone. */
  readonly group: string | null
}

export interface RunPoint {
  readonly x: number
  /** NaN, a gap in the line, where nothing was measured. */
  readonly y: number
  readonly epoch: number
  readonly runs?: number
  readonly total?: number
}

/** A part of a run, or the mean of a part over runs that differ in the seed. */
export interface RunLine extends LineMark {
  readonly points: readonly RunPoint[]
  /** Whether the epochs of its run are ranked by this part. */
  readonly isRanking: boolean
}

export interface RunLineOptions {
  /** Which parts to draw. */
  readonly parts: Readonly<Record<MeasuredPart, boolean>>
  readonly x: XAxisName
  /** Weight of what came before, 0 (off) to less than 1. */
  readonly smoothing: number
  /** Whether runs that differ in the seed alone are drawn as mean and band. */
  readonly isGrouped: boolean
}

/** Where each epoch lies on the horizontal axis. */
function positionsOf(epochs: readonly EpochMetrics[], x: XAxisName, trainSize: number): number[] {
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

/** The lines of a chart; a part that a run has no values of gives none. */
export function runLines(
  runs: readonly ChartRun[],
  measure: RunMeasure,
  { parts: shown, x, smoothing, isGrouped }: RunLineOptions,
): RunLine[] {
  // A measure without parts is drawn as validation is: a full line.
  const parts = measure.hasParts ? MEASURED_PARTS.filter((part) => shown[part]) : (['validation'] as const)
  const groups = Map.groupBy(runs, (run) => (isGrouped && run.group !== null ? run.group : run.id))
  return [...groups].flatMap(([owner, members]) =>
    parts.flatMap((part): RunLine[] => {
      const ofMembers = members
        .map((run) => pointsOf(run, measure, part, x))
        .filter((points) => points.some(({ y }) => Number.isFinite(y)))
      if (ofMembers.length === 0) return []
      const { points, band } =
        members.length === 1 ? { points: ofMembers[0]!, band: null } : meanOf(ofMembers)
      // The oldest run gives a group its name and colour.
      const run = members[members.length - 1]!
      const last = run.epochs.at(-1)
      return [
        {
          kind: 'line',
          key: `${owner}/${part}`,
          owner,
          name:
            members.length === 1
              ? run.name
              : `${run.name}, ${countMeasured(ofMembers.length, members.length)}`,
          colour: run.colour,
          // Where there are several parts, a dash says which part it is, and never which run.
          ...(run.dash === undefined || parts.length > 1 ? {} : { dash: run.dash }),
          part: measure.hasParts ? part : null,
          isRanking: !measure.hasParts || (last !== undefined && rankingPart(last) === part),
          points,
          ...(members.length === 1 ? {} : { ofRuns: members.length }),
          smooth: smoothing > 0 ? smoothPoints(points, smoothing) : null,
          band,
        },
      ]
    }),
  )
}

/** Of how many runs a mean is: `3 runs`, or `2 of 3 runs` where one has nothing to show. */
function countMeasured(measured: number, all: number): string {
  return measured === all ? `${all} runs` : `${measured} of ${all} runs`
}

interface CachedPoints {
  readonly length: number
  readonly points: readonly RunPoint[]
}

/** Points by the array of epochs they come from, so that one more epoch of one run does not cost those of all. */
const pointCache = new WeakMap<readonly EpochMetrics[], Map<string, CachedPoints>>()

function pointsOf(
  { epochs, trainSize, validationSize = 0 }: ChartRun,
  measure: RunMeasure,
  part: MeasuredPart,
  x: XAxisName,
): readonly RunPoint[] {
  let caches = pointCache.get(epochs)
  if (caches === undefined) pointCache.set(epochs, (caches = new Map<string, CachedPoints>()))
  const key = [measure.key, part, x, trainSize, validationSize].join('/')
  const cached = caches.get(key)
  if (cached?.length === epochs.length) return cached.points
  const positions = positionsOf(epochs, x, trainSize)
  const hasCounts = measure.unit === 'share' && measure.hasParts
  const totals: Record<MeasuredPart, (epoch: EpochMetrics) => number | null> = {
    training: () => trainSize,
    validation: () => validationSize,
    test: ({ testTotal }) => testTotal,
  }
  const points = epochs.map((measured, k) => {
    const y = measure.read(measured, part)
    const total = totals[part](measured)
    return {
      ...{ x: positions[k]!, y: y !== null && Number.isFinite(y) ? y : NaN, epoch: measured.epoch },
      ...(hasCounts && total !== null && total > 0 ? { total } : {}),
    }
  })
  caches.set(key, { length: epochs.length, points })
  return points
}

/** Mean, least and greatest at every epoch that any of the runs has, with the number of those that have it. */
function meanOf(lines: readonly (readonly RunPoint[])[]): Pick<RunLine, 'points' | 'band'> {
  const byEpoch = Map.groupBy(
    lines.flatMap((points, run) =>
      points.filter(({ y }) => Number.isFinite(y)).map((point) => ({ ...point, run })),
    ),
    ({ epoch }) => epoch,
  )
  const epochs = [...byEpoch.keys()].sort((a, b) => a - b)
  const positions = meanPositions(epochs.map((epoch) => byEpoch.get(epoch)!))
  const pick = (join: (values: readonly number[]) => number): RunPoint[] =>
    epochs.map((epoch, k) => {
      const at = byEpoch.get(epoch)!
      return { epoch, x: positions[k]!, y: join(at.map(({ y }) => y)), runs: at.length }
    })
  return {
    points: pick(mean),
    band: { low: pick((values) => Math.min(...values)), high: pick((values) => Math.max(...values)) },
  }
}

/**
 * Mean positions of runs, epoch by epoch. From one to the next it goes on by the mean step of the runs that have both:
 * where a slow run ends, the mean position of the others alone would lie before the last.
 */
function meanPositions(
  byEpoch: readonly (readonly { readonly run: number; readonly x: number }[])[],
): number[] {
  const positions: number[] = []
  for (const [k, at] of byEpoch.entries()) {
    const last = positions.at(-1)
    const before = new Map(k === 0 ? [] : byEpoch[k - 1]!.map(({ run, x }) => [run, x]))
    const steps = at.flatMap(({ run, x }) => {
      const from = before.get(run)
      return from === undefined ? [] : [x - from]
    })
    const own = mean(at.map(({ x }) => x))
    if (last === undefined) positions.push(own)
    else positions.push(steps.length === 0 ? Math.max(last, own) : last + mean(steps))
  }
  return positions
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length
