import type { LabelledImages } from '../data/data-set.ts'
import { createEngine } from '../engine/create-engine.ts'
import { largestIndex } from '../engine/network-pass.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** What a network says of each of some images. */
export interface Predictions {
  /** Outputs of one image. */
  readonly classes: number
  /** Output activations `(count, classes)`, row-major. */
  readonly outputs: Float64Array
  /** The class with the largest output, `(count)`; `NO_ANSWER` where an output is not a number, or from class 255 on. */
  readonly predictions: Uint8Array
  /** The loss of each image, without regularization, `(count)`. */
  readonly losses: Float64Array
}

/** Stands for a prediction where the outputs are not numbers; never a label. */
export const NO_ANSWER = 255

/** Images at a time. */
const CHUNK = 100

/**
 * Runs images through a network, on the engine that trained it, and keeps what it says of each.
 * @param parameters flat, as `parameterLayout` says
 * @throws DataError when the images' pixels are not as many as the network's inputs
 */
export function predictAll(recipe: Recipe, parameters: Float64Array, images: LabelledImages): Predictions {
  const classes = recipe.layers[recipe.layers.length - 1]!.units
  const engine = createEngine({ ...recipe, batchSize: CHUNK })
  const outputs = new Float64Array(images.count * classes)
  const predictions = new Uint8Array(images.count)
  const losses = new Float64Array(images.count)
  engine.load(parameters)
  engine.predict(engine.prepare(images), (index, output, loss) => {
    outputs.set(output, index * classes)
    const answer = largestIndex(output, 0, classes)
    predictions[index] = answer < 0 ? NO_ANSWER : Math.min(answer, NO_ANSWER)
    losses[index] = loss
  })
  return { classes, outputs, predictions, losses }
}

/** How many predictions are the labels. */
export function countCorrect(predictions: Uint8Array, labels: Uint8Array): number {
  let correct = 0
  for (let i = 0; i < labels.length; i++) if (predictions[i] === labels[i]) correct++
  return correct
}
