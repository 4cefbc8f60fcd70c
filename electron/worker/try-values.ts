import { whatIf, type WhatIfLine } from '#core/experiments/what-if.ts'
import { whatIfRecipes, whatIfWork } from '#core/experiments/what-if-plan.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import type { DataCache } from './data-cache.ts'
import type { TaskUpdate, TryValuesTask } from './task-messages.ts'
import { WorkProgress } from './work-progress.ts'

/**
 * Trains a recipe for a few epochs with each value of a field, one after the other. It takes no messages meanwhile: to
 * cancel it, its thread is terminated.
 * @throws DataError
 */
export async function tryValues(
  { recipe, plan }: TryValuesTask,
  data: DataCache,
  report: (update: TaskUpdate<'tryValues'>) => void,
): Promise<WhatIfLine[]> {
  const { dataSet } = await data.load(recipe.data.dataSet)
  const progress = new WorkProgress(whatIfRecipes(recipe, plan).map((each) => whatIfWork(each, plan)))
  const course = whatIf({ recipe, dataSet, plan, engine: { threads: nodeEngineThreads() } })
  for (;;) {
    const { done, value: step } = course.next()
    if (done === true) return step
    if (step.type !== 'progress') {
      report(step)
      continue
    }
    const { value, done: valuesDone, total: values } = step
    const current = progress.report(valuesDone, step.share)
    if (current !== null) report({ type: 'progressed', progress: { value, valuesDone, values, ...current } })
  }
}
