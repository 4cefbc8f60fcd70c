import { learningCurve, type LearningCurvePoint } from '#core/analysis/learning-curve.ts'
import { networkWork, planOptions, planRecipes } from '#core/analysis/learning-curve-plan.ts'
import { engineThreads } from './engine-threads.ts'
import type { DataCache } from './data-cache.ts'
import type { DrawCurveTask, TaskNews } from './messages.ts'

/** At most 20 progress reports a second. */
const PROGRESS_INTERVAL_MS = 50
/** A pace measured for less time than this says little about the rest. */
const FIRST_ESTIMATE_MS = 300

/**
 * Trains and measures the networks of a learning curve, one after the other. It hears nothing meanwhile: whoever wants
 * it to end ends its thread.
 * @throws DataError
 */
export async function drawCurve(
  { recipe, plan }: DrawCurveTask,
  data: DataCache,
  tell: (news: TaskNews) => void,
): Promise<LearningCurvePoint[]> {
  const { dataSet } = await data.load(recipe.data.dataSet)
  const work = planRecipes(recipe, plan).flatMap((each) => plan.seeds.map(() => networkWork(each)))
  const total = sum(work)
  const startedAt = performance.now()
  let lastToldAt = -Infinity
  const curve = learningCurve({
    ...planOptions(recipe, plan),
    dataSet,
    now: () => performance.now(),
    engine: { threads: engineThreads() },
  })
  for (;;) {
    const { done, value } = curve.next()
    if (done === true) return value
    if (value.type === 'point') {
      tell({ type: 'pointMeasured', point: value.point })
      continue
    }
    const now = performance.now()
    if (now - lastToldAt < PROGRESS_INTERVAL_MS) continue
    lastToldAt = now
    const passed = sum(work.slice(0, value.done)) + value.share * work[value.done]
    const elapsedMs = now - startedAt
    const remainingMs =
      elapsedMs < FIRST_ESTIMATE_MS || passed === 0 ? null : (elapsedMs * (total - passed)) / passed
    const { size, seed, done: networksDone, total: networks } = value
    tell({
      type: 'progressed',
      progress: { size, seed, networksDone, networks, share: passed / total, remainingMs },
    })
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
