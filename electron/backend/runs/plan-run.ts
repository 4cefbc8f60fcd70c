import { parameterLayout } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { ExaminedData, KeepEvery } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

/** What a training would take, and what it would leave. */
export interface RunPlan {
  /** Weights and biases. */
  readonly parameters: number
  /** Mini-batches of an epoch. */
  readonly stepsPerEpoch: number
  /** Threads that it would compute with. */
  readonly threads: number
  /** About how long all epochs take, in milliseconds; a stopping rule may end it earlier. */
  readonly expectedMs: number
  /** The memory of this process after it trained for a moment, in bytes. */
  readonly memoryBytes: number
  /** About what the weights take in the store, in bytes. */
  readonly storedBytes: number
  readonly examination: ExaminedData
}

export interface RunPlannerOptions {
  readonly library: Pick<DataLibrary, 'checkFit' | 'examine'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** Threads that the machine runs in parallel. */
  readonly cores: number
  /** Finds the weights that a recipe starts from. @throws WorkbenchError `invalid` where they are not there */
  readonly findStart: (recipe: Recipe) => Promise<unknown>
}

export interface PlanOptions {
  readonly threads?: number | undefined
  /** Of which epochs weights would be kept. */
  readonly keepEvery: KeepEvery
  /** Whether the training is given its weights, so that those that the recipe names are not looked for. */
  readonly isGivenWeights: boolean
}

/**
 * Finds out what a training would take, by training for a moment; nothing is stored.
 * @throws WorkbenchError `invalid` or `data` where the recipe does not fit its data set or that is not there, or where the weights that
 * it starts from are not in the store
 */
export async function planRun(
  recipe: Recipe,
  { threads: wanted, keepEvery, isGivenWeights }: PlanOptions,
  { library, threads: pool, cores, findStart }: RunPlannerOptions,
): Promise<RunPlan> {
  await library.checkFit(recipe)
  if (!isGivenWeights) await findStart(recipe)
  const threads = wanted ?? cores
  const [pace] = await pool.runAlone(
    { type: 'measurePace', recipes: [recipe], threads },
    { signal: new AbortController().signal, onUpdate: () => undefined },
  )
  const memoryBytes = process.resourceUsage().maxRSS * 1024
  const { trainable: parameters, length } = parameterLayout(recipe)
  return {
    parameters,
    stepsPerEpoch: Math.ceil(recipe.data.trainSize / recipe.batchSize),
    threads,
    expectedMs: pace!.startMs + recipe.epochs * pace!.epochMs,
    memoryBytes,
    storedBytes: Float64Array.BYTES_PER_ELEMENT * length * countKept(recipe.epochs, keepEvery),
    // After the memory was measured: a training does not look through its data set a second time.
    examination: await library.examine(recipe.data, recipe.data),
  }
}

/** Epochs whose weights are kept in the end, at most: the best and the newest always are. */
function countKept(epochs: number, keepEvery: KeepEvery): number {
  const regular = keepEvery === null ? 0 : Math.ceil(epochs / keepEvery)
  return Math.min(epochs, keepEvery === 1 ? regular : regular + 2)
}
