import type { WhatIfLine } from '#core/experiments/what-if.ts'
import { whatIfRecipes } from '#core/experiments/what-if-plan.ts'
import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import type { WhatIfUpdate } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { fitUnseen, refuseInvalid, refuseTooMany } from '../runs/fit-recipe.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface WhatIfsOptions {
  readonly library: Pick<DataLibrary, 'checkFit' | 'describe'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

/** Tries other values of a recipe's fields in short trainings; none is stored. */
export class WhatIfs {
  readonly #options: WhatIfsOptions
  readonly #tasks: DedicatedTasks

  constructor(options: WhatIfsOptions) {
    this.#options = options
    this.#tasks = new DedicatedTasks({ threads: options.threads, limit: 2, crowd: '2 others try values' })
  }

  /** @throws WorkbenchError `invalid`, `conflict`, `data` or `cancelled` */
  tryValues(
    { recipe: given, plan }: InputOf<typeof analysisCalls.tryValues>,
    work: LongWork<WhatIfUpdate>,
  ): Promise<readonly WhatIfLine[]> {
    return this.#tasks.run<'tryValues'>(async () => {
      refuseTooMany(given, [plan.trainSize], 'recipe')
      const recipe = await fitUnseen(given, this.#options.library)
      refuseInvalid(() => whatIfRecipes(recipe, plan))
      return { type: 'tryValues', recipe, plan }
    }, work)
  }
}
