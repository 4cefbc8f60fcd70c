import { spreadIndices } from '#core/data/spread-indices.ts'
import { findThresholds } from '#core/evaluation/answer-thresholds.ts'
import { learnNovelty } from '#core/evaluation/novelty/novelty.ts'
import { createAnswerer } from '#core/evaluation/predict.ts'
import type { DataCache } from './data-cache.ts'
import { readRecipePart } from './inspection.ts'
import type { FindThresholdsTask, LearnNoveltyTask, TaskResults } from './task-messages.ts'

/** Validation images that are asked, at most. */
const MOST_IMAGES = 4000

/** From what on a network's answers count, by its validation images; null where its recipe has none. @throws DataError */
export async function findThresholdsOf(
  { recipe, parameters }: FindThresholdsTask,
  data: DataCache,
): Promise<TaskResults['findThresholds']> {
  const { images, dataSha256 } = await readRecipePart(recipe, 'validation', data)
  if (images.count === 0) return { thresholds: null, dataSha256 }
  const answer = createAnswerer(recipe, parameters)
  const answers = spreadIndices(images.count, MOST_IMAGES).map((k) => {
    const pixels = images.images.subarray(k * recipe.inputSize, (k + 1) * recipe.inputSize)
    const { confidence, outputs } = answer(pixels)
    return { confidence, isRight: outputs.indexOf(confidence) === images.labels[k] }
  })
  return { thresholds: findThresholds(answers), dataSha256 }
}

/** What the images look like that a recipe learns from; null where they do not tell, see `learnNovelty`. @throws DataError */
export async function learnNoveltyOf(
  { recipe }: LearnNoveltyTask,
  data: DataCache,
): Promise<TaskResults['learnNovelty']> {
  const { images: train, dataSha256 } = await readRecipePart(recipe, 'train', data)
  const { images: validation } = await readRecipePart(recipe, 'validation', data)
  return { model: learnNovelty(train, validation), dataSha256 }
}
