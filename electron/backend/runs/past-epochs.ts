import { LookBack, type LookBackState } from '#core/training/look-back.ts'
import type { EpochSummary, TimedEpoch } from '#core/runs/epoch-metrics.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { RunReader } from '../store/run-reader.ts'

/** Epochs that are read at once: their rows take a few milliseconds. */
const PART = 1000

/** Sums up the epochs of a run for a training that goes on with it, a part at a time, so that long runs hold nothing up. */
export class PastEpochs {
  readonly #reader: RunReader
  readonly #runId: string
  readonly #past: LookBack
  #newest: number | undefined

  constructor(reader: RunReader, runId: string, recipe: Recipe) {
    this.#reader = reader
    this.#runId = runId
    this.#past = new LookBack(recipe)
  }

  /** Takes in the next epochs. @returns whether there may be more @throws WorkbenchError `not-found` or `store` */
  readPart(): boolean {
    const epochs = this.#reader.getSummaries(this.#runId, { most: PART, after: this.#newest })
    for (const epoch of epochs) if (isMeasured(epoch)) this.#past.add(epoch)
    this.#newest = epochs.at(-1)?.epoch ?? this.#newest
    return epochs.length === PART
  }

  /** What was taken in so far; null for no epoch. */
  get state(): LookBackState | null {
    return this.#past.state
  }
}

/** Whether an epoch was trained here; an imported network's first is not. */
function isMeasured(epoch: EpochSummary): epoch is EpochSummary & TimedEpoch {
  return epoch.trainLoss !== null && epoch.learningRate !== null
}
