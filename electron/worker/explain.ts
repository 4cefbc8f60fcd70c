import { DataError } from '#core/data/data-set.ts'
import { ImageGradients } from '#core/explain/image-gradients.ts'
import { findNearestImages } from '#core/explain/nearest-images.ts'
import { findSmallestChange, type SmallestChange } from '#core/explain/smallest-change.ts'
import type { DataCache } from './data-cache.ts'
import { readRecipePart } from './inspection.ts'
import type { FindNearestTask, TaskResults, TurnAnswerTask } from './task-messages.ts'

/** Looks for the smallest change that turns an answer. */
export function turnAnswer({ recipe, parameters, image }: TurnAnswerTask): SmallestChange | null {
  return findSmallestChange(new ImageGradients(recipe, parameters), image)
}

/** Finds the training images that are nearest to an image. @throws DataError */
export async function findNearest(
  { recipe, image, most }: FindNearestTask,
  data: DataCache,
): Promise<TaskResults['findNearest']> {
  const { images: training, dataSha256 } = await readRecipePart(recipe, 'train', data)
  const { rows, columns, count } = training
  const pixels = rows * columns
  if (image.length !== pixels) {
    throw new DataError(
      `${recipe.data.dataSet}: expected images of ${image.length} pixels, got ${rows} × ${columns}`,
    )
  }
  const nearest = findNearestImages(image, training, most)
  const images = new Uint8Array(nearest.length * pixels)
  nearest.forEach(({ index }, k) => {
    images.set(training.images.subarray(index * pixels, (index + 1) * pixels), k * pixels)
  })
  return { nearest, images, rows, columns, compared: count, dataSha256 }
}
