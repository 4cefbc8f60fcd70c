import type { Stopping } from '../recipe/stopping.ts'
import type { EpochSummary } from './epoch-metrics.ts'
import { type MeasureName, type MeasuredPart, measureOf, rankingPart } from './measured-part.ts'

/** What of a recipe decides which of its epochs is the best. */
export interface WithStopping {
  readonly stopping: Pick<Stopping, 'patience'>
}

type Measured = Parameters<typeof measureOf>[0]

/**
 * By what the epochs of a run are compared with each other: by the validation loss where the recipe's patience waits for
 * that, so that the epoch that it names is the best one; else by the accuracy of the ranking part.
 */
export function choosingMeasure(
  { stopping: { patience } }: WithStopping,
  epoch: Measured,
): { readonly measure: MeasureName; readonly part: MeasuredPart } {
  const part = rankingPart(epoch)
  const isByLoss = patience?.measure === 'validation-loss' && part === 'validation'
  return { measure: isByLoss ? 'loss' : 'accuracy', part }
}

/** Whether an epoch is better than the best of those before it; of equals the first stays the best. @param best null for none */
export function isBetterEpoch(recipe: WithStopping, epoch: Measured, best: Measured | null): boolean {
  const now = scoreOf(recipe, epoch)
  const before = best === null ? null : scoreOf(recipe, best)
  return before === null || (now !== null && now > before)
}

/** The best of some epochs in their order, the first of equals; null for none. */
export function findBestEpoch<Epoch extends Pick<EpochSummary, keyof Measured>>(
  recipe: WithStopping,
  epochs: readonly Epoch[],
): Epoch | null {
  return epochs.reduce<Epoch | null>(
    (best, epoch) => (isBetterEpoch(recipe, epoch, best) ? epoch : best),
    null,
  )
}

/** The larger the better; null where it was not measured or is not finite. */
function scoreOf(recipe: WithStopping, epoch: Measured): number | null {
  const { measure, part } = choosingMeasure(recipe, epoch)
  const value = measureOf(epoch, measure, part)
  return value === null || measure === 'accuracy' ? value : -value
}
