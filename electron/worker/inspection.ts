import { checkNetworkGradient } from '#core/verification/check-network-gradient.ts'
import { predictAll } from '#core/evaluation/predict-all.ts'
import { measureShapes } from '#core/evaluation/slices.ts'
import {
  DataError,
  type LabelledImages,
  type PartName,
  sliceImages,
  splitDataSet,
} from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DataCache } from './data-cache.ts'
import type { CheckGradientTask, InspectTask, PickTask, TaskResults } from './task-messages.ts'

/** Images of the mini-batch that a gradient is checked on. */
const GRADIENT_IMAGES = 10

/** What a network says of each image of a part. @throws DataError for a part without images */
export async function inspect(task: InspectTask, data: DataCache): Promise<TaskResults['inspect']> {
  const { images, dataSha256 } = await readRecipePart(task.recipe, task.part, data)
  const taken = sliceImages(images, 0, Math.min(task.limit ?? images.count, images.count))
  if (taken.count === 0) throw new DataError(`Inspection: expected ${task.part} images, got none`)
  const labels = taken.labels.slice()
  const sources = taken.sources?.slice() ?? null
  const shapes = measureShapes(taken)
  return { ...predictAll(task.recipe, task.parameters, taken), labels, sources, shapes, dataSha256 }
}

/** Copies of some images of a part, in the order of their indices. @throws DataError */
export async function pickImages(task: PickTask, data: DataCache): Promise<TaskResults['pick']> {
  const { rows, columns, images, labels, count } = (await readRecipePart(task.recipe, task.part, data)).images
  const beyond = task.indices.find((index) => index >= count)
  if (beyond !== undefined) {
    throw new DataError(`Image: expected 0 to ${count - 1}, one of the ${task.part} images, got ${beyond}`)
  }
  const pixels = rows * columns
  const picked = new Uint8Array(task.indices.length * pixels)
  task.indices.forEach((index, i) => {
    picked.set(images.subarray(index * pixels, (index + 1) * pixels), i * pixels)
  })
  return { rows, columns, images: picked, labels: task.indices.map((index) => labels[index]!) }
}

/** Checks the gradient on the first training images. @throws DataError */
export async function checkGradientOf(
  task: CheckGradientTask,
  data: DataCache,
): Promise<TaskResults['checkGradient']> {
  const { recipe, parameters, defect } = task
  const { images: train } = await readRecipePart(recipe, 'train', data)
  const images = sliceImages(train, 0, Math.min(GRADIENT_IMAGES, train.count))
  return checkNetworkGradient({ recipe, parameters, images, defect })
}

/** The images that a recipe takes for a part; the whole test file where it asks for no test. @throws DataError */
export async function readRecipePart(
  recipe: Recipe,
  part: PartName,
  data: DataCache,
): Promise<{ images: LabelledImages; dataSha256: string }> {
  const { dataSet, sha256: dataSha256 } = await data.load(recipe.data.dataSet)
  const isWhole = part === 'test' && recipe.data.testSize === 0
  return { images: isWhole ? dataSet.test : splitDataSet(dataSet, recipe.data)[part], dataSha256 }
}
