import { whatIf, type WhatIfLine } from '#core/experiments/what-if.ts'
import { whatIfRecipes, whatIfWork } from '#core/experiments/what-if-plan.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import type { DataCache } from './data-cache.ts'
import type { TaskNews, TryValuesTask } from './messages.ts'
import { WorkProgress } from './work-progress.ts'

/**
 * Trains a recipe for a few epochs with each value of a field, one after the other. It hears nothing meanwhile: whoever
 * wants it to end ends its thread.
 * @throws DataError
 */
export async function tryValues(
  { recipe, plan }: TryValuesTask,
  data: DataCache,
  tell: (news: TaskNews<'tryValues'>) => void,
): Promise<WhatIfLine[]> {
  const { dataSet } = await data.load(recipe.data.dataSet)
  const progress = new WorkProgress(whatIfRecipes(recipe, plan).map((each) => whatIfWork(each, plan)))
  const course = whatIf({ recipe, dataSet, plan, engine: { threads: nodeEngineThreads() } })
  for (;;) {
    const { done, value: step } = course.next()
    if (done === true) return step
    if (step.type !== 'progress') {
      tell(step)
      continue
    }
    const { value, done: valuesDone, total: values } = step
    const told = progress.report(valuesDone, step.share)
    if (told !== null) tell({ type: 'progressed', progress: { value, valuesDone, values, ...told } })
  }
}
