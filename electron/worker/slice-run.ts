import type { GridStep } from '#core/explain/slice/loss-grid.ts'
import { planeOfEpochs, sliceWeights } from '#core/explain/slice/slice-run.ts'
import { usesBatchStatistics } from '#core/explain/slice/weight-loss.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { DataError, type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { SliceUpdate } from '#contract/types.ts'
import type { DataCache } from './data-cache.ts'
import { readRecipePart } from './inspection.ts'
import type { PlaneTask, SlicedResult, SliceResults, SliceTask } from './slice-messages.ts'
import { nodeEngineThreads } from './node-engine-threads.ts'
import { WorkProgress } from './work-progress.ts'

type Report = (update: SliceUpdate) => void

/**
 * Cuts the loss around weights. It takes no messages meanwhile: to cancel it, its thread is terminated.
 * @throws DataError
 */
export async function sliceRun(
  task: SliceTask,
  data: DataCache,
  report: Report,
): Promise<SliceResults['sliceRun']> {
  const { images, ...found } = await takeImages(task, data)
  const steps = sliceWeights({ ...task, images, engine: { threads: nodeEngineThreads() } })
  return { ...follow(steps, task.size, report), ...found }
}

/** As `sliceRun`, on the plane of epochs. @throws DataError */
export async function planeOfRun(
  task: PlaneTask,
  data: DataCache,
  report: Report,
): Promise<SliceResults['planeOfRun']> {
  const { images, ...found } = await takeImages(task, data)
  const { recipe, epochs, times, withStart, size } = task
  const steps = planeOfEpochs({
    ...{ recipe, images, times, size },
    epochs: withStart ? [startOf(recipe, epochs[0]!), ...epochs] : epochs,
    engine: { threads: nodeEngineThreads() },
  })
  const plane = follow(steps, size, report)
  return plane && { ...plane, ...found }
}

/** The initializer's weights, with the shift and scale of the inputs that the training images gave. */
export function startOf(recipe: Recipe, trained: Float64Array): Float64Array {
  const { standardization } = parameterLayout(recipe)
  const start = initializeParameters(recipe)
  if (standardization !== undefined) start.set(trained.subarray(standardization), standardization)
  return start
}

/** @throws DataError where the part has none */
async function takeImages(
  { recipe, part, count }: SliceTask | PlaneTask,
  data: DataCache,
): Promise<{ images: LabelledImages } & SlicedResult> {
  const { images, dataSha256 } = await readRecipePart(recipe, part, data)
  if (images.count === 0) throw new DataError(`Slice: expected ${part} images, got none`)
  const taken = sliceImages(images, 0, Math.min(count, images.count))
  const usesStatistics = usesBatchStatistics(recipe)
  return {
    images: taken,
    dataSha256,
    count: taken.count,
    partCount: images.count,
    usesBatchStatistics: usesStatistics,
  }
}

/** Goes on to the end and reports on the way. */
function follow<Result>(steps: Generator<GridStep, Result>, size: number, report: Report): Result {
  const progress = new WorkProgress([size * size])
  for (;;) {
    const { done: isDone, value } = steps.next()
    if (isDone === true) return value
    if (value.type === 'grid') {
      report({ type: 'gridMeasured', grid: value.grid })
      continue
    }
    const { done, total } = value
    const current = progress.report(0, done / total)
    if (current !== null) report({ type: 'progressed', progress: { done, total, ...current } })
  }
}
