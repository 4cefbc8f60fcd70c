import { planRecipes } from '#core/analysis/learning-curve-plan.ts'
import type { LearningCurvePoint } from '#core/analysis/learning-curve.ts'
import { type Recipe, RecipeError } from '#core/recipe/recipe.ts'
import { type RunLearningCurve, type RunSummary, type WorkbenchApi, WorkbenchError } from '#contract/types.ts'
import type { DataLibrary } from './data-library.ts'
import type { Emitter } from './emitter.ts'
import type { Store } from './store/store.ts'
import type { ThreadPool } from './trainer/thread-pool.ts'

export interface LearningCurvesOptions {
  readonly store: Pick<Store, 'runs'>
  readonly library: DataLibrary
  readonly threads: ThreadPool
  readonly emitter: Emitter
}

/** Curves at once, at most, over all windows: each holds a thread and a data set. */
const MAX_CURVES = 2

/** The learning curves that are being drawn, each in a thread of its own; none is stored. */
export class LearningCurves {
  readonly #options: LearningCurvesOptions
  readonly #running = new Map<string, AbortController>()

  constructor(options: LearningCurvesOptions) {
    this.#options = options
  }

  /** @throws WorkbenchError `not-found`, `invalid`, `conflict` or `data` */
  async draw({
    curveId,
    runId,
    plan,
  }: Parameters<WorkbenchApi['drawLearningCurve']>[0]): Promise<RunLearningCurve> {
    this.#refuseMore(curveId)
    const { store, threads, emitter } = this.#options
    const ending = new AbortController()
    const points: LearningCurvePoint[] = []
    this.#running.set(curveId, ending)
    try {
      const run = store.runs.summarize(runId)
      refuseImported(run)
      refuseTooMany(run.recipe, plan.sizes)
      const recipe = await this.#fit(run.recipe)
      refuseInvalid(() => planRecipes(recipe, plan))
      await threads.runAlone(
        { type: 'drawCurve', recipe, plan },
        {
          signal: ending.signal,
          onNews(news) {
            if (news.type === 'progressed') {
              emitter.emit('learningCurveProgressed', { curveId, ...news.progress })
            } else {
              points.push(news.point)
              emitter.emit('learningCurvePointMeasured', { curveId, point: news.point })
            }
          },
        },
      )
      return { points, isComplete: true }
    } catch (error) {
      if (ending.signal.aborted) return { points, isComplete: false }
      throw error
    } finally {
      if (this.#running.get(curveId) === ending) this.#running.delete(curveId)
    }
  }

  /** Ends a curve at once; what it measured is its answer. */
  cancel(curveId: string): void {
    this.#running.get(curveId)?.abort()
    // The next one need not wait for the thread's end.
    this.#running.delete(curveId)
  }

  /** Ends all curves. */
  close(): void {
    for (const curveId of this.#running.keys()) this.cancel(curveId)
  }

  #refuseMore(curveId: string): void {
    if (this.#running.has(curveId)) {
      throw new WorkbenchError('conflict', `Learning curve: expected a new id, got ${curveId} again`)
    }
    if (this.#running.size >= MAX_CURVES) {
      throw new WorkbenchError(
        'conflict',
        `${MAX_CURVES} learning curves are being drawn in other windows; wait for one to end, or cancel it there`,
      )
    }
  }

  /**
   * The recipe with just the unseen images that a curve is measured on: validation where it keeps some, else test,
   * and the whole test file where it asks for none.
   */
  async #fit(recipe: Recipe): Promise<Recipe> {
    const { library } = this.#options
    await library.checkFit(recipe)
    const { validationSize, testSize, dataSet } = recipe.data
    if (validationSize > 0) return { ...recipe, data: { ...recipe.data, testSize: 0 } }
    if (testSize > 0) return recipe
    const { testCount } = await library.describe(dataSet)
    return { ...recipe, data: { ...recipe.data, testSize: testCount } }
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

/** @throws WorkbenchError `invalid` */
function refuseTooMany({ data: { trainSize } }: Recipe, sizes: readonly number[]): void {
  const tooMany = sizes.find((size) => size > trainSize)
  if (tooMany === undefined) return
  throw new WorkbenchError(
    'invalid',
    `Training images: expected at most the ${trainSize} of the run, got ${tooMany}`,
  )
}

/** @throws WorkbenchError `invalid` for what a recipe cannot be */
function refuseInvalid(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    throw error instanceof RecipeError ? new WorkbenchError('invalid', error.message, error.problems) : error
  }
}
