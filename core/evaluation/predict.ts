import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import type { NetworkRecipe } from '../engine/engine.ts'
import { exp } from '../math/exponential.ts'
import { ln } from '../math/logarithm.ts'

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
  /**
   * ln Σ exp of what the output layer's activation gets. It is small where no output is stirred, as by a scribble, which softmax
   * hides. Source: Liu et al., "Energy-based Out-of-distribution Detection", 2020.
   */
  readonly support: number
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
  const sums = pass.layers[pass.layers.length - 1]!.s
  return (image) => {
    if (image.length !== recipe.inputSize) {
      throw new RangeError(
        `Image: expected ${recipe.inputSize} pixels, one for each input, got ${image.length}`,
      )
    }
    for (let k = 0; k < image.length; k++) input.x[k] = values.table[image[k]!]!
    const outputs = pass.forward(parameters, input, 1).slice()
    return { outputs, confidence: largest(outputs), support: logSumExp(sums) }
  }
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), -Infinity)
}

function logSumExp(values: Float64Array): number {
  const most = largest(values)
  return most + ln(values.reduce((sum, value) => sum + exp(value - most), 0))
}
