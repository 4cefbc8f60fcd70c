import type { Stopping } from '../recipe/stopping.ts'
import { findBestEpoch } from '../runs/best-epoch.ts'
import { rankingAccuracy, rankingPart } from '../runs/measured-part.ts'
import type { StopReason } from '../runs/reason.ts'
import type { TimedEpoch } from '../runs/epoch-metrics.ts'

/**
 * Why a training ends after its last finished epoch; undefined where it goes on.
 * @param history all finished epochs, in order
 */
export function findStopReason(stopping: Stopping, history: readonly TimedEpoch[]): StopReason | undefined {
  const last = history.at(-1)
  if (!last) return undefined
  return (
    findLostPatience(stopping, history) ??
    findConvergence(stopping, history) ??
    findTarget(stopping, last) ??
    findTimeLimit(stopping, history)
  )
}

function findLostPatience({ patience }: Stopping, history: readonly TimedEpoch[]): StopReason | undefined {
  if (!patience) return undefined
  const measured = history.filter(({ validationAccuracy }) => validationAccuracy !== null)
  const best = findBestEpoch({ stopping: { patience } }, measured)
  if (!best || history.at(-1)!.epoch - best.epoch < patience.epochs) return undefined
  return { code: 'lost-patience', measure: patience.measure, epochs: patience.epochs, best: best.epoch }
}

function findConvergence({ convergence }: Stopping, history: readonly TimedEpoch[]): StopReason | undefined {
  const [before, last] = history.slice(-2)
  if (convergence === null || before === undefined || last === undefined) return undefined
  const change = Math.abs(last.trainLoss - before.trainLoss)
  return change < convergence ? { code: 'converged', change, epsilon: convergence } : undefined
}

function findTarget({ targetAccuracy }: Stopping, last: TimedEpoch): StopReason | undefined {
  const accuracy = rankingAccuracy(last)
  if (targetAccuracy === null || accuracy === null || accuracy < targetAccuracy) return undefined
  return { code: 'reached-target', part: rankingPart(last), accuracy, target: targetAccuracy }
}

function findTimeLimit(
  { timeLimitSeconds }: Stopping,
  history: readonly TimedEpoch[],
): StopReason | undefined {
  if (timeLimitSeconds === null) return undefined
  const seconds = history.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0) / 1000
  return seconds >= timeLimitSeconds
    ? { code: 'time-up', seconds, limitSeconds: timeLimitSeconds }
    : undefined
}
