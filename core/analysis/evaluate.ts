import type { LabelledImages } from '../data/data-set.ts'
import type { NetworkRecipe } from '../engine/engine.ts'
import { SparseEngine } from '../engine/sparse.ts'

/** How a network does on labelled images. */
export interface NetworkEvaluation {
  /** Mean over the images, without regularization; NaN for no images. */
  readonly loss: number
  readonly correct: number
  readonly total: number
}

const CHUNK = 100

/**
 * Runs images through a network and compares with their labels.
 * @param parameters flat, as `parameterLayout` says
 * @throws DataError when the images' pixels are not as many as the network's inputs
 */
export function evaluateNetwork(
  recipe: NetworkRecipe,
  parameters: Float64Array,
  images: LabelledImages,
): NetworkEvaluation {
  const engine = new SparseEngine(recipe, CHUNK)
  const { lossSum, correct } = engine.evaluate(
    engine.load(parameters),
    engine.prepare(images),
    0,
    images.count,
  )
  return { loss: lossSum / images.count, correct, total: images.count }
}
