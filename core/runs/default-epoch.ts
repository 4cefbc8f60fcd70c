import type { EpochSummary } from './epoch-metrics.ts'

/** An epoch of a run whose weights are used where a person names none. */
export interface DefaultEpoch {
  /** From 0; −1 for an imported network's weights as they came. */
  readonly epoch: number
  /** Why this one: it has the best validation accuracy, or it is the last. */
  readonly choice: 'best-validation' | 'last'
}

/**
 * The epoch that stands for a run wherever none is named: in the window, on the command line, in exports, comparisons
 * and reports. It is the one with the best validation accuracy where the recipe keeps a validation part, and stopping
 * with patience needs one. Without a validation part it is the last: to choose by the test images would make their
 * accuracy look better than it is on new ones, and by the training images would reward learning them by heart.
 * @returns null before anything was measured
 */
export function defaultEpoch({
  best,
  last,
}: {
  /** The epoch with the best accuracy of its ranking part, see `rankingPart`. */
  readonly best: Pick<EpochSummary, 'epoch' | 'validationAccuracy'> | null
  readonly last: Pick<EpochSummary, 'epoch'> | null
}): DefaultEpoch | null {
  if (best !== null && best.validationAccuracy !== null) {
    return { epoch: best.epoch, choice: 'best-validation' }
  }
  return last === null ? null : { epoch: last.epoch, choice: 'last' }
}
