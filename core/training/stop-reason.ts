import { formatPercent } from '../math/format-percent.ts'
import type { Stopping } from '../recipe/stopping.ts'
import type { TimedEpoch } from './epoch-metrics.ts'

/** Says in words why a training ends after its last finished epoch, or undefined where it goes on. @param history all finished epochs, in order */
export function findStopReason(stopping: Stopping, history: readonly TimedEpoch[]): string | undefined {
  const last = history.at(-1)
  if (!last) return undefined
  return (
    findLostPatience(stopping, history) ??
    findConvergence(stopping, history) ??
    findTarget(stopping, last) ??
    findTimeLimit(stopping, history)
  )
}

function findLostPatience({ patience }: Stopping, history: readonly TimedEpoch[]): string | undefined {
  if (!patience) return undefined
  const isLoss = patience.measure === 'validation-loss'
  let best: { score: number; epoch: number } | undefined
  for (const { epoch, validationLoss, validationAccuracy } of history) {
    const value = isLoss ? validationLoss : validationAccuracy
    if (value === null) continue
    const score = isLoss ? -value : value
    if (!best || score > best.score) best = { score, epoch }
  }
  if (!best || history[history.length - 1].epoch - best.epoch < patience.epochs) return undefined
  const measure = isLoss ? 'validation loss' : 'validation accuracy'
  return `Stopped early: no better ${measure} in ${count(patience.epochs, 'epoch')}; the best is epoch ${best.epoch}`
}

function findConvergence({ convergence }: Stopping, history: readonly TimedEpoch[]): string | undefined {
  const [before, last] = history.slice(-2)
  if (convergence === null || history.length < 2) return undefined
  const change = Math.abs(last.trainLoss - before.trainLoss)
  return change < convergence
    ? `Converged: the training loss changed by ${change.toExponential(1)}, less than ε = ${convergence}`
    : undefined
}

function findTarget({ targetAccuracy }: Stopping, last: TimedEpoch): string | undefined {
  if (targetAccuracy === null) return undefined
  const [accuracy, part] =
    last.validationAccuracy !== null
      ? [last.validationAccuracy, 'validation']
      : last.testCorrect !== null && last.testTotal !== null
        ? [last.testCorrect / last.testTotal, 'test']
        : [last.trainAccuracy, 'training']
  return accuracy >= targetAccuracy
    ? `Reached the target: ${formatPercent(accuracy)} ${part} accuracy, ${formatPercent(targetAccuracy)} wanted`
    : undefined
}

function findTimeLimit({ timeLimitSeconds }: Stopping, history: readonly TimedEpoch[]): string | undefined {
  if (timeLimitSeconds === null) return undefined
  const seconds = history.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0) / 1000
  return seconds >= timeLimitSeconds
    ? `Time is up: ${seconds.toFixed(1)} s of training, ${timeLimitSeconds} s allowed`
    : undefined
}

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`
