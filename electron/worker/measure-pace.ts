import { splitDataSet } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import type { DataCache } from './data-cache.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import type { MeasurePaceTask, RecipePace } from './task-messages.ts'
import { Pace } from './pace.ts'

/** How long a recipe is trained to know its pace, and before that, while nothing is compiled yet, in milliseconds. */
const MEASURE_MS = 200
const WARM_UP_MS = 60
/** Images of a slice. */
const SLICE = 200

/** The pace of each recipe, from training it for a moment. @throws DataError */
export async function measurePace(
  { recipes, threads }: MeasurePaceTask,
  data: DataCache,
): Promise<RecipePace[]> {
  const paces: RecipePace[] = []
  for (const recipe of recipes) {
    const { dataSet } = await data.load(recipe.data.dataSet)
    paces.push(measure(recipe, splitDataSet(dataSet, recipe.data), threads))
  }
  return paces
}

/** As fast, but without an end: one that diverges or stops early would be over before it is measured. */
function makeEndless(recipe: Recipe): Recipe {
  const never = { patience: null, convergence: null, targetAccuracy: null, timeLimitSeconds: null }
  return {
    ...recipe,
    epochs: 100_000,
    optimizer: { ...recipe.optimizer, learningRate: 1e-9 },
    stopping: { ...never, lossBound: 1e300 },
  }
}

function measure(recipe: Recipe, parts: ReturnType<typeof splitDataSet>, threads: number): RecipePace {
  const madeAt = performance.now()
  const training = new Training({
    recipe: makeEndless(recipe),
    parts,
    engine: { threads: nodeEngineThreads(threads) },
  })
  const pace = new Pace({
    epochs: 1,
    trainCount: parts.train.count,
    evaluationCount: parts.validation.count + parts.test.count,
  })
  try {
    const startedAt = performance.now()
    const startMs = startedAt - madeAt
    for (;;) {
      const before = training.position
      const slicedAt = performance.now()
      const { type } = training.advance(SLICE)
      const now = performance.now()
      const isWarm = slicedAt - startedAt > WARM_UP_MS
      if (isWarm && before.phase === 'training') {
        pace.addTraining(training.position.examplesDone - before.examplesDone, now - slicedAt)
      } else if (isWarm && type === 'progress') {
        pace.addEvaluation(SLICE, now - slicedAt)
      }
      const isOver = type === 'diverged' || type === 'completed'
      const isMeasured = pace.examplesPerSecond !== null && now - startedAt > WARM_UP_MS + MEASURE_MS
      if (isMeasured || isOver) return { startMs, epochMs: pace.remainingMs(0, 0) ?? now - startedAt }
    }
  } finally {
    training.close()
  }
}
