import { planRecipes } from '#core/experiments/learning-curve-plan.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import type { analysisCalls } from '#contract/calls/analysis.ts'
import type { InputOf, LongWork } from '#contract/define-calls.ts'
import { type LearningCurveUpdate, type RunSummary, WorkbenchError } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import { fitUnseen, refuseInvalid, refuseTooMany } from '../runs/fit-recipe.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface LearningCurvesOptions {
  readonly store: Pick<Store, 'runs'>
  readonly library: Pick<DataLibrary, 'checkFit' | 'describe'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
}

/** Draws learning curves of runs; none is stored. */
export class LearningCurves {
  readonly #options: LearningCurvesOptions
  readonly #tasks: DedicatedTasks

  constructor(options: LearningCurvesOptions) {
    this.#options = options
    this.#tasks = new DedicatedTasks({
      threads: options.threads,
      limit: 2,
      crowd: '2 learning curves are being drawn',
    })
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict`, `data` or `cancelled` */
  draw(
    { runId, plan }: InputOf<typeof analysisCalls.drawLearningCurve>,
    work: LongWork<LearningCurveUpdate>,
  ): Promise<readonly LearningCurvePoint[]> {
    const { store, library } = this.#options
    return this.#tasks.run<'drawCurve'>(async () => {
      const run = store.runs.summarize(runId)
      refuseImported(run)
      refuseTooMany(run.recipe, plan.sizes, 'run')
      const recipe = await fitUnseen(run.recipe, library)
      refuseInvalid(() => planRecipes(recipe, plan))
      return { type: 'drawCurve', recipe, plan }
    }, work)
  }
}

/** @throws WorkbenchError `conflict` */
function refuseImported({ name, status }: RunSummary): void {
  if (status !== 'imported') return
  throw new WorkbenchError(
    'conflict',
    `Run '${name}' was imported: how it was trained is not known; start a new run with a recipe to draw its learning curve`,
  )
}
