import type { TimedEpoch } from '#core/runs/epoch-metrics.ts'
import { LookBack } from '#core/training/look-back.ts'

/** What a training knows of its finished epochs, given in order. */
export function lookBackOn(
  recipe: ConstructorParameters<typeof LookBack>[0],
  epochs: readonly TimedEpoch[],
): LookBack {
  const past = new LookBack(recipe)
  for (const epoch of epochs) past.add(epoch)
  return past
}
