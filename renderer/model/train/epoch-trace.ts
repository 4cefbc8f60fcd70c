import type { TrainingProgress } from '#contract/types.ts'
import type { TraceMark } from '#shared/chart/chart.ts'
import type { ChartRun } from '#shared/chart/run-lines.ts'
import type { RunMeasure } from '#shared/chart/run-measures.ts'

/** What some mini-batches of an epoch gave, each before its update. */
export interface TracePoint {
  /** How much of the epoch was done after them, 0 to 1. */
  readonly share: number
  readonly loss: number
  /** 0 to 1. */
  readonly accuracy: number
  /** How many reports it is the mean of. */
  readonly reports: number
}

/** The mini-batches of the epoch at work, as far as they were reported. */
export interface EpochTrace {
  readonly epoch: number
  readonly points: readonly TracePoint[]
}

/** Points for the whole of an epoch: reports that come closer are one. */
export const MOST_POINTS = 400

/** The trace after a report; a new one where another epoch is at work, null where none is. */
export function extendTrace(before: EpochTrace | null, progress: TrainingProgress): EpochTrace | null {
  const { phase, epoch, batch, batches, recent } = progress
  if (phase === 'loading' || batches === 0) return null
  const trace = before?.epoch === epoch ? before : { epoch, points: [] }
  if (recent === null || !Number.isFinite(recent.loss)) return trace
  const share = batch / batches
  const last = trace.points.at(-1)
  const isClose =
    last !== undefined && Math.floor(last.share * MOST_POINTS) === Math.floor(share * MOST_POINTS)
  const point = isClose ? join(last, { share, ...recent }) : { share, ...recent, reports: 1 }
  return { epoch, points: [...(isClose ? trace.points.slice(0, -1) : trace.points), point] }
}

/** The mean of a point and one more report. */
function join(point: TracePoint, report: Omit<TracePoint, 'reports'>): TracePoint {
  const reports = point.reports + 1
  const mean = (before: number, added: number): number => before + (added - before) / reports
  return {
    share: report.share,
    loss: mean(point.loss, report.loss),
    accuracy: mean(point.accuracy, report.accuracy),
    reports,
  }
}

/** Where epochs are shorter than this, their points come so often that a line between them would only flicker. */
const SHORTEST_MS = 500

/** The trace as a chart draws it; null where its epoch is finished, or where epochs are short. */
export function traceMark(
  { id, colour, epochs }: Pick<ChartRun, 'id' | 'colour' | 'epochs'>,
  trace: EpochTrace | null,
  { key }: Pick<RunMeasure, 'key'>,
): TraceMark | null {
  const last = epochs.at(-1)
  if (trace === null || trace.points.length === 0 || (key !== 'loss' && key !== 'accuracy')) return null
  if (last !== undefined && (last.epoch >= trace.epoch || (last.epoch >= 0 && last.durationMs < SHORTEST_MS)))
    return null
  const points = trace.points.map((point) => ({ x: trace.epoch - 1 + point.share, y: point[key] }))
  return { kind: 'trace', key: `${id}/mini-batches`, colour, points }
}
