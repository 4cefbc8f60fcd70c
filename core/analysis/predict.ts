import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import type { NetworkRecipe } from '../engine/engine.ts'

/**
 * The output activations, `(outputs)`, of a network for one image.
 * @param parameters flat, as `parameterLayout` says
 * @param image `(inputSize)` bytes, normalized as the recipe says
 * @throws RangeError when the image has another number of pixels than the network has inputs
 */
export function predictOutputs(
  recipe: NetworkRecipe,
  parameters: Float64Array,
  image: Uint8Array,
): Float64Array {
  if (image.length !== recipe.inputSize) {
    throw new RangeError(
      `Image: expected ${recipe.inputSize} pixels, one for each input, got ${image.length}`,
    )
  }
  const pass = new NetworkPass(recipe, 1)
  const values = new InputValues(recipe.data.normalization, pass.layout)
  values.update(parameters)
  const x = Float64Array.from(image, (pixel) => values.table[pixel])
  return pass.forward(parameters, new DenseInput(x, recipe.inputSize), 1)
}
