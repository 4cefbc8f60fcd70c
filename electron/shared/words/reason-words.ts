import { formatPercent } from '#core/math/format-percent.ts'
import { powerOfTen } from '#core/math/power-of-ten.ts'
import type { RunReason, SweepReason } from '#core/runs/reason.ts'

/**
 * The reason for a run's status, as a person reads it: a sentence without its full stop, or several that have theirs.
 */
export function describeRunReason(reason: RunReason): string {
  switch (reason.code) {
    case 'lost-patience': {
      const measure = reason.measure === 'validation-loss' ? 'validation loss' : 'validation accuracy'
      return `Stopped early: no better ${measure} in ${epochs(reason.epochs)}; the best is epoch ${reason.best}`
    }
    case 'converged':
      return `Converged: the training loss changed by ${powerOfTen(reason.change, 2)}, less than ε = ${reason.epsilon}`
    case 'reached-target':
      return `Reached the target: ${formatPercent(reason.accuracy)} ${reason.part} accuracy, ${formatPercent(reason.target)} wanted`
    case 'time-up':
      return `Time is up: ${reason.seconds.toFixed(1)} s of training, ${reason.limitSeconds} s allowed`
    case 'diverged':
      return `Diverged in epoch ${reason.epoch}: ${describeLoss(reason.loss)}. A smaller learning rate usually helps, or an initializer that suits the activation.`
    case 'data-changed':
      return `The data set '${reason.dataSet}' is no longer the one this run began with; start a new run from its weights instead`
    case 'other-data':
      return `The data set '${reason.dataSet}' is not the one that the recipe names: expected the SHA-256 ${reason.expected}, got ${reason.got}`
    case 'out-of-memory':
      return `There is not enough memory for this network and data${reason.detail === null ? '' : ` (${reason.detail})`}`
    case 'data-error':
    case 'not-stored':
      return reason.message
    case 'thread-failed':
      return `The training thread failed: ${reason.message}`
    case 'thread-ended':
      return 'The training thread ended unexpectedly'
    case 'unexpected-error':
      return `Unexpected error: ${reason.message}`
    case 'stopped-with-sweep':
      return 'Stopped with its sweep'
    case 'halved':
      return `Stopped by its sweep after ${epochs(reason.epochs)}: place ${reason.place} of ${reason.of}`
    case 'waits-at-rung':
      return `Waits after ${epochs(reason.epochs)} for the other runs of its sweep`
    case 'program-ended':
      return 'The program ended before the training did'
    case 'copied-while-active':
      return 'It was still training where it was copied from'
    case 'weights-lost':
      return 'Its newest weights were lost, and it ends with the last whole ones'
    case 'other':
      return reason.text
  }
}

/** Why a sweep does not go on, as a person reads it. */
export function describeSweepReason(reason: SweepReason): string {
  switch (reason.code) {
    case 'runs-failed': {
      const last = reason.last === null ? '' : `, the last: ${describeRunReason(reason.last)}`
      return `${reason.count} runs failed one after another${last}`
    }
    case 'sweep-error':
      return reason.message
    case 'other':
      return reason.text
  }
}

function describeLoss(loss: Extract<RunReason, { code: 'diverged' }>['loss']): string {
  if (loss === null) return 'the loss or the weights are no longer numbers'
  return `the loss grew to ${typeof loss === 'number' ? powerOfTen(loss, 2) : loss}`
}

const epochs = (count: number): string => `${count} ${count === 1 ? 'epoch' : 'epochs'}`
