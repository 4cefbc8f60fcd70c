import type { KeepEvery } from '#contract/types.ts'
import type { DataExamination } from '#core/data/examine-parts.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { RecipeDoubts } from './run-lines.ts'

/** The data set is read: how its parts are made up, before the first epoch. */
export interface DataExaminedLine extends DataExamination {
  readonly event: 'examined'
  /** The findings that cast doubt on a training, as sentences. */
  readonly warnings: readonly string[]
}

/** What the training would do, with `--dry-run`; `examined` follows, and nothing is trained. */
export interface RunPlanLine extends RecipeDoubts {
  readonly event: 'plan'
  readonly recipe: Recipe
  /** Weights and biases. */
  readonly parameters: number
  /** Mini-batches of an epoch. */
  readonly stepsPerEpoch: number
  /** Mini-batches of all epochs. */
  readonly steps: number
  /** Threads that it would compute with. */
  readonly threads: number
  /** About how long it takes, in milliseconds; a stopping rule may end it earlier. */
  readonly expectedMs: number
  /** The memory of the program after it trained for a moment, in bytes. */
  readonly memoryBytes: number
  /** Of the images and labels of the whole data set, hexadecimal. */
  readonly dataSha256: string
  /** The store that the run would be written to. */
  readonly store: string
  /** Of which epochs weights would be kept. */
  readonly keepEvery: KeepEvery
  /** About what the weights take there, in bytes. */
  readonly storedBytes: number
}
