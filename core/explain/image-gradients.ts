import type { NetworkRecipe } from '../engine/engine.ts'
import { DenseInput } from '../engine/input-batch.ts'
import { InputValues } from '../engine/input-values.ts'
import { NetworkPass } from '../engine/network-pass.ts'
import { activationBackward } from '../layers/activation.ts'
import { affineBackwardInput } from '../layers/affine.ts'
import { batchNormBackwardRunning } from '../layers/batch-norm.ts'
import { type LayerParameters, parameterViews } from '../network/parameters.ts'

/**
 * A network's sums for its classes, and their derivatives by the pixels. The sum of a class is what the output's activation gets,
 * for softmax its logit. Pixels are shares, p/255 from 0 to 1. In float64; nothing is dropped, and batch normalization uses its running
 * statistics.
 */
export class ImageGradients {
  readonly inputSize: number
  readonly classes: number
  readonly #pass: NetworkPass
  readonly #parameters: Float64Array
  readonly #views: readonly LayerParameters[]
  readonly #input: DenseInput
  readonly #dInput: Float64Array
  /** What black is as an input, and how much more white is: all kinds of normalization are straight lines. */
  readonly #black: number
  readonly #span: number
  /** Takes gradients that nobody asks for. */
  readonly #unused: Float64Array

  /** @param parameters flat, as `parameterLayout` says; not copied */
  constructor(recipe: NetworkRecipe, parameters: Float64Array) {
    this.#pass = new NetworkPass(recipe, 1)
    this.#parameters = parameters
    this.#views = parameterViews(this.#pass.layout, parameters)
    const values = new InputValues(recipe.data.normalization, this.#pass.layout)
    values.update(parameters)
    this.#black = values.table[0]!
    this.#span = values.table[255]! - this.#black
    this.inputSize = recipe.inputSize
    this.classes = this.#pass.outputs
    this.#input = new DenseInput(new Float64Array(this.inputSize), this.inputSize)
    this.#dInput = new Float64Array(this.inputSize)
    this.#unused = new Float64Array(Math.max(...recipe.layers.map(({ units }) => units)))
  }

  /**
   * Runs an image through the network.
   * @param shares `(inputSize)`, 0 to 1
   * @returns the sums `(classes)` and what each layer gives, the outputs last; views that the next image overwrites
   * @throws RangeError for an image of another size
   */
  forward(shares: ArrayLike<number>): { sums: Float64Array; layers: readonly Float64Array[] } {
    if (shares.length !== this.inputSize) {
      throw new RangeError(
        `Image: expected ${this.inputSize} pixels, one for each input, got ${shares.length}`,
      )
    }
    for (let i = 0; i < this.inputSize; i++) this.#input.x[i] = this.#black + shares[i]! * this.#span
    this.#pass.forward(this.#parameters, this.#input, 1)
    const { layers } = this.#pass
    return { sums: layers.at(-1)!.s, layers: layers.map(({ a }) => a) }
  }

  /**
   * The derivative of a weighted sum of the classes' sums by each pixel, at the image that `forward` got last.
   * @param weights `(classes)`: 1 for one class alone, 1 and −1 for the difference of two
   * @returns `(inputSize)`, of its own
   */
  gradient(weights: ArrayLike<number>): Float64Array {
    const { layers, layout } = this.#pass
    layers.at(-1)!.d.set(Array.from(weights))
    for (let k = layers.length - 1; k >= 0; k--) {
      const { d, normalization } = layers[k]!
      const { inFeatures, outFeatures } = layout.layers[k]!
      const norm = this.#views[k]!.batchNorm
      if (norm && normalization) {
        const [dgamma, dbeta] = [this.#unused.fill(0), this.#unused]
        batchNormBackwardRunning(d, dgamma, dbeta, norm.gamma, normalization, 1, outFeatures)
      }
      const below = layers[k - 1]
      affineBackwardInput(below?.d ?? this.#dInput, d, this.#views[k]!.weights, 1, inFeatures, outFeatures)
      if (below) activationBackward(below.d, below.s, below.a, below.activation, inFeatures)
    }
    return this.#dInput.map((slope) => slope * this.#span)
  }

  /** As `gradient`, of one class's sum. @throws RangeError for a class that the network does not have */
  gradientOf(output: number): Float64Array {
    if (output < 0 || output >= this.classes) {
      throw new RangeError(`Class: expected 0 to ${this.classes - 1}, got ${output}`)
    }
    return this.gradient(Array.from({ length: this.classes }, (_, j) => Number(j === output)))
  }

  /**
   * What each pixel of the image that `forward` got last adds to the sum of a class: xᵢ·∂zⱼ/∂xᵢ, gradient × input (Shrikumar and others
   * 2016). A pixel whose input is 0 adds nothing.
   * @returns `(inputSize)`
   * @throws RangeError for a class that the network does not have
   */
  contributions(output: number): Float64Array {
    // In terms of inputs, of which a share is a part.
    return this.gradientOf(output).map((slope, i) =>
      this.#span === 0 ? 0 : (slope / this.#span) * this.#input.x[i]! + 0,
    )
  }
}

/** Bytes 0 to 255 as shares 0 to 1. */
export function sharesOf(pixels: Uint8Array): Float64Array {
  return Float64Array.from(pixels, (byte) => byte / 255)
}
