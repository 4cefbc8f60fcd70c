import { planRecipes } from '#core/experiments/learning-curve-plan.ts'
import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { type RunLearningCurve, type RunSummary, type WorkbenchApi, WorkbenchError } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Emitter } from '../emitter.ts'
import { fitUnseen, refuseInvalid, refuseTooMany } from '../runs/fit-recipe.ts'
import { DedicatedTasks } from '../trainer/dedicated-tasks.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'

export interface LearningCurvesOptions {
  readonly store: Pick<Store, 'runs'>
  readonly library: DataLibrary
  readonly threads: ThreadPool
  readonly emitter: Emitter
}

/** The learning curves that are being drawn; none is stored. */
export class LearningCurves {
  readonly #options: LearningCurvesOptions
  readonly #tasks: DedicatedTasks

  constructor(options: LearningCurvesOptions) {
    this.#options = options
    this.#tasks = new DedicatedTasks({
      threads: options.threads,
      limit: 2,
      name: 'Learning curve',
      crowd: '2 learning curves are being drawn',
    })
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict` or `data` */
  async draw({
    curveId,
    runId,
    plan,
  }: Parameters<WorkbenchApi['drawLearningCurve']>[0]): Promise<RunLearningCurve> {
    const { store, library, emitter } = this.#options
    const points: LearningCurvePoint[] = []
    const isComplete = await this.#tasks.run<'drawCurve'>(curveId, {
      async prepare() {
        const run = store.runs.summarize(runId)
        refuseImported(run)
        refuseTooMany(run.recipe, plan.sizes, 'run')
        const recipe = await fitUnseen(run.recipe, library)
        refuseInvalid(() => planRecipes(recipe, plan))
        return { type: 'drawCurve', recipe, plan }
      },
      onNews(news) {
        if (news.type === 'progressed') {
          emitter.emit('learningCurveProgressed', { curveId, ...news.progress })
        } else {
          points.push(news.point)
          emitter.emit('learningCurvePointMeasured', { curveId, point: news.point })
        }
      },
    })
    return { points, isComplete }
  }

  /** Ends a curve at once; what it measured is its answer. */
  cancel(curveId: string): void {
    this.#tasks.cancel(curveId)
  }

  /** Ends all curves. */
  close(): void {
    this.#tasks.close()
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
