import type { LabelledImages } from '../data/data-set.ts'
import { createEngine } from '../engine/create-engine.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** How a network does on labelled images. */
export interface NetworkEvaluation {
  /** Mean over the images, without regularization; NaN for no images. */
  readonly loss: number
  readonly correct: number
  readonly total: number
}

/** Images at a time. */
const CHUNK = 100

/**
 * Runs images through a network, on the engine that trained it, and compares with their labels.
 * @param parameters flat, as `parameterLayout` says
 * @throws DataError when the images' pixels are not as many as the network's inputs
 */
export function evaluateNetwork(
  recipe: Recipe,
  parameters: Float64Array,
  images: LabelledImages,
): NetworkEvaluation {
  const engine = createEngine({ ...recipe, batchSize: CHUNK })
  engine.load(parameters)
  const { lossSum, correct } = engine.evaluate(engine.prepare(images), 0, images.count)
  return { loss: lossSum / images.count, correct, total: images.count }
}
