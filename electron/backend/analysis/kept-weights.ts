import type { RunSummary } from '#contract/types.ts'
import { countParameters } from '#core/network/parameters.ts'
import { startsFromWeights } from '#core/recipe/starting-weights.ts'
import { isFieldKnown, knownDataSet } from '#core/recipe/unknown-fields.ts'
import type { UnseenPart } from '#core/runs/measured-images.ts'
import type { Store } from '../store/store.ts'

/** Numbers of the weights of all epochs that are looked at together, at most: 200 MB. */
const MOST_NUMBERS = 25_000_000

/** So many epochs are taken of any network. */
const FEWEST_EPOCHS = 3

/** Which of a run's kept epochs are looked at together. */
export interface KeptWeights {
  /** −1: before the first. */
  readonly epochs: readonly number[]
  /** Whether the first are the initializer's, which follow from the recipe and are not stored. */
  readonly withStart: boolean
  /** Kept epochs that were left out. */
  readonly leftOut: number
  /** Reads those that are stored, each flat. @throws WorkbenchError */
  readonly read: () => Float64Array[]
}

/** Finds the epochs of which weights are kept, with those before the first; evenly fewer where memory asks for it. */
export function findKeptWeights(
  run: RunSummary,
  checkpoints: Pick<Store['checkpoints'], 'keptEpochs' | 'read'>,
): KeptWeights {
  const kept = checkpoints.keptEpochs(run.id)
  // Weights that a run started from are stored; else the seed gives them.
  const withStart = !startsFromWeights(run) && isFieldKnown(run, 'initializer') && kept[0] !== -1
  const start = withStart && kept.length > 0 ? [-1] : []
  const most = Math.max(FEWEST_EPOCHS, Math.floor(MOST_NUMBERS / countParameters(run.recipe)))
  const taken = spread(kept, most - start.length)
  return {
    epochs: [...start, ...taken],
    withStart: start.length > 0,
    leftOut: kept.length - taken.length,
    read: () => taken.map((epoch) => checkpoints.read(run, epoch).parameters),
  }
}

/** So many of some epochs, evenly, with the first and the last. */
function spread(epochs: readonly number[], most: number): number[] {
  if (epochs.length <= most) return [...epochs]
  return Array.from(
    { length: most },
    (_, i) => epochs[Math.round((i * (epochs.length - 1)) / Math.max(1, most - 1))]!,
  )
}

/** Validation images are kept for looking at; where there are none, test images, and of other data sets these too. */
export function lookedAtPart(run: RunSummary, dataSet: string | undefined): UnseenPart {
  const isOwn = dataSet === undefined || dataSet === knownDataSet(run)
  return isOwn && run.recipe.data.validationSize > 0 ? 'validation' : 'test'
}
