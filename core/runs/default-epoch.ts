import { choosingMeasure, type WithStopping } from './best-epoch.ts'
import type { EpochSummary } from './epoch-metrics.ts'

/** An epoch of a run whose weights are used where a person names none. */
export interface DefaultEpoch {
  /** From 0; −1 for an imported network's weights as they came. */
  readonly epoch: number
  /** Why this one: what it was best in, or that it is the last. */
  readonly choice: 'best-validation-accuracy' | 'lowest-validation-loss' | 'last'
}

/**
 * The epoch that stands for a run wherever none is named: in the window, on the command line, in exports, comparisons
 * and reports. Where the recipe keeps a validation part, and stopping with patience needs one, it is the one with the best
 * validation accuracy, or with the lowest validation loss where patience waits for that. Without a validation part it is
 * the last: to choose by the test images would make their accuracy look better than it is on new ones, and by the training
 * images would reward learning them by heart.
 * @returns null before anything was measured
 */
export function defaultEpoch({
  best,
  last,
  recipe,
}: {
  readonly recipe: WithStopping
  /** As `findBestEpoch` finds it. */
  readonly best: EpochSummary | null
  readonly last: Pick<EpochSummary, 'epoch'> | null
}): DefaultEpoch | null {
  if (best !== null && best.validationAccuracy !== null) {
    const isByLoss = choosingMeasure(recipe, best).measure === 'loss'
    return { epoch: best.epoch, choice: isByLoss ? 'lowest-validation-loss' : 'best-validation-accuracy' }
  }
  return last === null ? null : { epoch: last.epoch, choice: 'last' }
}
