import { learningCurve, type LearningCurvePoint } from '#core/experiments/learning-curve.ts'
import { networkWork, planOptions, planRecipes } from '#core/experiments/learning-curve-plan.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import type { DataCache } from './data-cache.ts'
import type { DrawCurveTask, TaskUpdate } from './task-messages.ts'
import { WorkProgress } from './work-progress.ts'

/**
 * Trains and measures the networks of a learning curve, one after the other. It takes no messages meanwhile: to cancel
 * it, its thread is terminated.
 * @throws DataError
 */
export async function drawCurve(
  { recipe, plan }: DrawCurveTask,
  data: DataCache,
  report: (update: TaskUpdate<'drawCurve'>) => void,
): Promise<LearningCurvePoint[]> {
  const { dataSet } = await data.load(recipe.data.dataSet)
  const progress = new WorkProgress(
    planRecipes(recipe, plan).flatMap((each) => plan.seeds.map(() => networkWork(each))),
  )
  const curve = learningCurve({
    ...planOptions(recipe, plan),
    dataSet,
    now: () => performance.now(),
    engine: { threads: nodeEngineThreads() },
  })
  for (;;) {
    const { done, value } = curve.next()
    if (done === true) return value
    if (value.type === 'point') {
      report({ type: 'pointMeasured', point: value.point })
      continue
    }
    const { size, seed, done: networksDone, total: networks } = value
    const current = progress.report(networksDone, value.share)
    if (current !== null) {
      report({ type: 'progressed', progress: { size, seed, networksDone, networks, ...current } })
    }
  }
}
