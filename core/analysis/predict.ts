import { NetworkPass, DenseInput } from '../engine/network-pass.ts'
import type { NetworkRecipe } from '../engine/engine.ts'

/**
 * The output activations, `(outputs)`, of a network for one image.
 * @param parameters flat, as `parameterLayout` says
 * @param image `(inputSize)` bytes; they become inputs p/255
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
  const x = Float64Array.from(image, (pixel) => pixel / 255)
  return new NetworkPass(recipe, 1).forward(parameters, new DenseInput(x, recipe.inputSize), 1)
}
