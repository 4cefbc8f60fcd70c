import { batchRace, type RaceLine } from '#core/experiments/batch-race.ts'
import type { DataCache } from './data-cache.ts'
import type { RaceBatchesTask, TaskUpdate } from './task-messages.ts'

/** At most 20 progress reports a second. */
const INTERVAL_MS = 50

/**
 * Trains a recipe with each batch size, one after the other, on this thread alone. It takes no messages meanwhile: to
 * cancel it, its thread is terminated.
 * @throws DataError
 */
export async function raceBatches(
  { recipe, plan }: RaceBatchesTask,
  data: DataCache,
  report: (update: TaskUpdate<'raceBatches'>) => void,
): Promise<RaceLine[]> {
  const { dataSet } = await data.load(recipe.data.dataSet)
  const now = (): number => performance.now()
  const course = batchRace({ recipe, dataSet, plan, now })
  let lastReportedAt = -Infinity
  for (;;) {
    const { done, value: step } = course.next()
    if (done === true) return step
    if (step.type !== 'progress') {
      report(step)
      continue
    }
    if (now() - lastReportedAt < INTERVAL_MS) continue
    lastReportedAt = now()
    const { batchSize, round, share } = step
    report({ type: 'progressed', progress: { batchSize, round, share } })
  }
}
