import type { WhatIfLine, WhatIfPoint } from '#core/experiments/what-if.ts'
import { whatIfRecipes } from '#core/experiments/what-if-plan.ts'
import type { WhatIfResult, WorkbenchApi } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Emitter } from '../emitter.ts'
import { fitUnseen, refuseInvalid, refuseTooMany } from '../runs/fit-recipe.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import { promised } from '../promised.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface WhatIfsOptions {
  readonly library: Pick<DataLibrary, 'checkFit' | 'describe'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
  readonly emitter: Emitter
}

/** Other values of a recipe's fields, tried in short trainings; none is stored. */
export class WhatIfs {
  readonly #options: WhatIfsOptions
  readonly #tasks: DedicatedTasks

  constructor(options: WhatIfsOptions) {
    this.#options = options
    this.#tasks = new DedicatedTasks({
      threads: options.threads,
      limit: 2,
      name: 'What if',
      crowd: '2 others try values',
    })
  }

  /** The calls of the window. */
  get calls(): Pick<WorkbenchApi, 'drawWhatIf' | 'cancelWhatIf'> {
    return {
      drawWhatIf: (input) => this.#draw(input),
      cancelWhatIf: ({ whatIfId }) => promised(() => this.#tasks.cancel(whatIfId)),
    }
  }

  /** Ends all. */
  close(): void {
    this.#tasks.close()
  }

  /** @throws WorkbenchError `invalid`, `conflict` or `data` */
  async #draw({
    whatIfId,
    recipe: given,
    plan,
  }: Parameters<WorkbenchApi['drawWhatIf']>[0]): Promise<WhatIfResult> {
    const { library, emitter } = this.#options
    const lines: WhatIfLine[] = []
    let points: WhatIfPoint[] = []
    const isComplete = await this.#tasks.run<'tryValues'>(whatIfId, {
      async prepare() {
        refuseTooMany(given, [plan.trainSize], 'recipe')
        const recipe = await fitUnseen(given, library)
        refuseInvalid(() => whatIfRecipes(recipe, plan))
        return { type: 'tryValues', recipe, plan }
      },
      onNews(news) {
        if (news.type === 'progressed') emitter.emit('whatIfProgressed', { whatIfId, ...news.progress })
        else if (news.type === 'point') {
          const { value, point } = news
          points.push(point)
          emitter.emit('whatIfPointMeasured', { whatIfId, value, point })
        } else {
          const { value, divergence } = news
          lines.push({ value, points, divergence })
          points = []
          emitter.emit('whatIfValueEnded', { whatIfId, value, divergence })
        }
      },
    })
    return { lines, isComplete }
  }
}
