import { sliceImages } from '#core/data/data-set.ts'
import { findThresholds } from '#core/evaluation/answer-thresholds.ts'
import { createAnswerer } from '#core/evaluation/predict.ts'
import type { DataCache } from './data-cache.ts'
import { readRecipePart } from './inspection.ts'
import type { FindThresholdsTask, TaskResults } from './task-messages.ts'

/** Validation images that are asked, at most: forty of them lie beyond one in a hundred. */
const MOST_IMAGES = 4000

/** From what on a network's answers count, by its validation images; null where its recipe has none. @throws DataError */
export async function findThresholdsOf(
  { recipe, parameters }: FindThresholdsTask,
  data: DataCache,
): Promise<TaskResults['findThresholds']> {
  const { images, dataSha256 } = await readRecipePart(recipe, 'validation', data)
  const { images: pixels, labels, count } = sliceImages(images, 0, Math.min(MOST_IMAGES, images.count))
  if (count === 0) return { thresholds: null, dataSha256 }
  const answer = createAnswerer(recipe, parameters)
  const answers = Array.from({ length: count }, (_, k) => {
    const said = answer(pixels.subarray(k * recipe.inputSize, (k + 1) * recipe.inputSize))
    const { confidence, support, outputs } = said
    return { confidence, support, isRight: outputs.indexOf(confidence) === labels[k] }
  })
  return { thresholds: findThresholds(answers), dataSha256 }
}
