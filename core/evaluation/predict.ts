import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import type { NetworkRecipe } from '../engine/engine.ts'

/**
 * Answers images one by one: the output activations, `(outputs)`, for an image of `(inputSize)` bytes, normalized as the
 * recipe says. Throws RangeError for an image with another number of pixels than the network has inputs.
 */
export type Predictor = (image: Uint8Array) => Float64Array

/** What a network says of one image. */
export interface Answer {
  /** Output activations, `(outputs)`. */
  readonly outputs: Float64Array
  /** The largest of them. */
  readonly confidence: number
}

/**
 * Makes a network ready to answer.
 * @param parameters flat, as `parameterLayout` says; not copied
 */
export function createPredictor(recipe: NetworkRecipe, parameters: Float64Array): Predictor {
  const answer = createAnswerer(recipe, parameters)
  return (image) => answer(image).outputs
}

/**
 * Makes a network ready to answer with what its answers are worth. Its function throws as a `Predictor` does.
 * @param parameters flat, as `parameterLayout` says; not copied
 */
export function createAnswerer(
  recipe: NetworkRecipe,
  parameters: Float64Array,
): (image: Uint8Array) => Answer {
  const pass = new NetworkPass(recipe, 1)
  const values = new InputValues(recipe.data.normalization, pass.layout)
  values.update(parameters)
  const input = new DenseInput(new Float64Array(recipe.inputSize), recipe.inputSize)
  return (image) => {
    if (image.length !== recipe.inputSize) {
      throw new RangeError(
        `Image: expected ${recipe.inputSize} pixels, one for each input, got ${image.length}`,
      )
    }
    for (let k = 0; k < image.length; k++) input.x[k] = values.table[image[k]!]!
    const outputs = pass.forward(parameters, input, 1).slice()
    return { outputs, confidence: largest(outputs) }
  }
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity)
}
