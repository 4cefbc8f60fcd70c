import type { Stopping } from '../recipe/stopping.ts'
import { rankingAccuracy, rankingPart } from '../runs/measured-part.ts'
import type { StopReason } from '../runs/reason.ts'
import type { TimedEpoch } from '../runs/epoch-metrics.ts'
import type { LookBack } from './look-back.ts'

/**
 * Why a training ends after its last finished epoch; undefined where it goes on.
 * @param past of all finished epochs
 */
export function findStopReason(stopping: Stopping, past: LookBack): StopReason | undefined {
  const { last } = past
  if (!last) return undefined
  return (
    findLostPatience(stopping, last, past) ??
    findConvergence(stopping, last, past) ??
    findTarget(stopping, last) ??
    findTimeLimit(stopping, past)
  )
}

function findLostPatience(
  { patience }: Stopping,
  last: TimedEpoch,
  { best }: LookBack,
): StopReason | undefined {
  if (!patience || !best || last.epoch - best.epoch < patience.epochs) return undefined
  return { code: 'lost-patience', measure: patience.measure, epochs: patience.epochs, best: best.epoch }
}

function findConvergence(
  { convergence }: Stopping,
  last: TimedEpoch,
  { before }: LookBack,
): StopReason | undefined {
  if (convergence === null || before === undefined) return undefined
  const change = Math.abs(last.trainLoss - before.trainLoss)
  return change < convergence ? { code: 'converged', change, epsilon: convergence } : undefined
}

function findTarget({ targetAccuracy }: Stopping, last: TimedEpoch): StopReason | undefined {
  const accuracy = rankingAccuracy(last)
  if (targetAccuracy === null || accuracy === null || accuracy < targetAccuracy) return undefined
  return { code: 'reached-target', part: rankingPart(last), accuracy, target: targetAccuracy }
}

function findTimeLimit({ timeLimitSeconds }: Stopping, { durationMs }: LookBack): StopReason | undefined {
  if (timeLimitSeconds === null) return undefined
  const seconds = durationMs / 1000
  return seconds >= timeLimitSeconds
    ? { code: 'time-up', seconds, limitSeconds: timeLimitSeconds }
    : undefined
}
