import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import type { NetworkRecipe } from '../engine/engine.ts'

/**
 * Answers images one by one: the output activations, `(outputs)`, for an image of `(inputSize)` bytes, normalized as the
 * recipe says. Throws RangeError for an image with another number of pixels than the network has inputs.
 */
export type Predictor = (image: Uint8Array) => Float64Array

/**
 * Makes a network ready to answer.
 * @param parameters flat, as `parameterLayout` says; not copied
 */
export function createPredictor(recipe: NetworkRecipe, parameters: Float64Array): Predictor {
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
    return pass.forward(parameters, input, 1).slice()
  }
}
