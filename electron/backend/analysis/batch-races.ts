import { parseRecipe } from '#core/recipe/recipe.ts'
import type { RaceLine } from '#core/experiments/batch-race.ts'
import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import { type BatchRaceUpdate, WorkbenchError } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { refuseInvalid } from '../runs/fit-recipe.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface BatchRacesOptions {
  readonly library: Pick<DataLibrary, 'checkFit'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

/** Trains a recipe with several mini-batch sizes against each other; none is stored. */
export class BatchRaces {
  readonly #options: BatchRacesOptions
  readonly #tasks: DedicatedTasks

  constructor(options: BatchRacesOptions) {
    this.#options = options
    // Two at once would take each other's time, which they measure.
    this.#tasks = new DedicatedTasks({ threads: options.threads, limit: 1, crowd: 'Another race is on' })
  }

  /** @throws WorkbenchError `invalid`, `conflict`, `data` or `cancelled` */
  race(
    { recipe, plan }: InputOf<typeof analysisCalls.raceBatches>,
    work: LongWork<BatchRaceUpdate>,
  ): Promise<readonly RaceLine[]> {
    return this.#tasks.run<'raceBatches'>(async () => {
      const { trainSize, validationSize } = recipe.data
      if (validationSize === 0) {
        throw new WorkbenchError('invalid', 'Validation images: expected some to measure on, got none')
      }
      const tooLarge = plan.batchSizes.find((batchSize) => batchSize > trainSize)
      if (tooLarge !== undefined) {
        throw new WorkbenchError(
          'invalid',
          `Mini-batch size: expected at most the ${trainSize} training images, got ${tooLarge}`,
        )
      }
      refuseInvalid(() => plan.batchSizes.map((batchSize) => parseRecipe({ ...recipe, batchSize })))
      await this.#options.library.checkFit(recipe)
      return { type: 'raceBatches', recipe, plan }
    }, work)
  }
}
