import type { ActivationName } from '../activations/names.ts'
import { activationBackward, activationForward, outputDelta } from '../layers/activation.ts'
import { affineBackwardInput, affineBackwardParameters, affineForward } from '../layers/affine.ts'
import type { Loss } from '../losses/loss.ts'
import { LOSSES } from '../losses/losses.ts'
import {
  parameterLayout,
  parameterViews,
  type LayerParameters,
  type ParameterLayout,
} from '../network/parameters.ts'
import { layerSizes } from '../recipe/recipe.ts'
import type { NetworkRecipe, PassResult } from './engine.ts'

/**
 * The inputs of a batch, and the first layer's two dealings with them. How they are stored, and in which order
 * the first layer's weights lie, is theirs; both must do the same arithmetic as `DenseInput`.
 */
export interface InputBatch {
  /** z = x wᵀ + b, for `(m, units)`. */
  forward(z: Float64Array, weights: Float64Array, biases: Float64Array, m: number, units: number): void
  /** dw += dzᵀ x and db += Σ dz. */
  backward(dw: Float64Array, db: Float64Array, dz: Float64Array, m: number, units: number): void
}

/** Inputs as a matrix `(m, inFeatures)`, row-major, over weights `(units, inFeatures)`. */
export class DenseInput implements InputBatch {
  readonly x: Float64Array
  readonly #inFeatures: number

  constructor(x: Float64Array, inFeatures: number) {
    this.x = x
    this.#inFeatures = inFeatures
  }

  forward(z: Float64Array, weights: Float64Array, biases: Float64Array, m: number, units: number): void {
    affineForward(z, this.x, weights, biases, m, this.#inFeatures, units)
  }

  backward(dw: Float64Array, db: Float64Array, dz: Float64Array, m: number, units: number): void {
    affineBackwardParameters(dw, db, dz, this.x, m, this.#inFeatures, units)
  }
}

/**
 * Forward and backward passes of a fully connected network over a batch, in float64 and plain loops, on inputs
 * and targets of any kind. The reference that every faster way is tested against; also what the lecture writes on
 * the board: δ of the output layer, carried back by δˡ = ((wˡ⁺¹)ᵀ δˡ⁺¹) ⊙ f′(zˡ), ∂C/∂w = δ aᵀ, ∂C/∂b = δ.
 */
export class NetworkPass {
  readonly sizes: readonly number[]
  readonly layout: ParameterLayout
  /** Pre-activations of each layer after `forward`, `(m, outFeatures)`. */
  readonly z: Float64Array[]
  /** Activations of each layer after `forward`, `(m, outFeatures)`. */
  readonly a: Float64Array[]
  readonly #d: Float64Array[]
  readonly #activations: readonly ActivationName[]
  readonly #loss: Loss

  /** @param batchSize the largest number of examples that a pass will be asked for */
  constructor(recipe: NetworkRecipe, batchSize: number) {
    this.sizes = layerSizes(recipe)
    this.layout = parameterLayout(this.sizes)
    this.#activations = recipe.layers.map((layer) => layer.activation)
    this.#loss = LOSSES[recipe.loss]
    const buffers = (): Float64Array[] =>
      recipe.layers.map((layer) => new Float64Array(batchSize * layer.units))
    this.z = buffers()
    this.a = buffers()
    this.#d = buffers()
  }

  /** The activations of the output layer, `(m, outputs)`, valid until the next pass. */
  forward(parameters: Float64Array, input: InputBatch, m: number): Float64Array {
    parameterViews(this.layout, parameters).forEach(({ weights, biases }, k) => {
      const { inFeatures, outFeatures } = this.layout.layers[k]
      if (k === 0) input.forward(this.z[0], weights, biases, m, outFeatures)
      else affineForward(this.z[k], this.a[k - 1], weights, biases, m, inFeatures, outFeatures)
      activationForward(this.a[k], this.z[k], this.#activations[k], m, outFeatures)
    })
    return this.a[this.a.length - 1]
  }

  /** What the last forward pass got: losses and right answers. @param y targets `(m, outputs)` */
  measure(y: Float64Array, m: number): PassResult {
    const last = this.a.length - 1
    const outputs = this.sizes[last + 1]
    const result = { lossSum: 0, correct: 0 }
    for (let i = 0; i < m; i++) {
      result.lossSum += this.#loss.value(this.z[last], this.a[last], y, i * outputs, outputs)
      const answer = largestIndex(this.a[last], i * outputs, outputs)
      if (answer >= 0 && y[i * outputs + answer] === 1) result.correct++
    }
    return result
  }

  /**
   * After `forward` on the same input: the gradient of the mean loss, plus `decay` × weight for every weight.
   * @param gradient receives the result, same layout as the parameters
   */
  backward(
    gradient: Float64Array,
    parameters: Float64Array,
    input: InputBatch,
    y: Float64Array,
    m: number,
    decay: number,
  ): void {
    const views = parameterViews(this.layout, parameters)
    const gradients = parameterViews(this.layout, gradient)
    const last = views.length - 1
    const outputs = this.sizes[last + 1]
    outputDelta(this.#d[last], this.z[last], this.a[last], y, this.#loss, this.#activations[last], m, outputs)
    for (let k = last; k >= 0; k--) {
      const { inFeatures, outFeatures } = this.layout.layers[k]
      startFromDecay(gradients[k], views[k], decay)
      const { weights, biases } = gradients[k]
      if (k === 0) {
        input.backward(weights, biases, this.#d[0], m, outFeatures)
        break
      }
      affineBackwardParameters(weights, biases, this.#d[k], this.a[k - 1], m, inFeatures, outFeatures)
      affineBackwardInput(this.#d[k - 1], this.#d[k], views[k].weights, m, inFeatures, outFeatures)
      const name = this.#activations[k - 1]
      if (name !== 'softmax')
        activationBackward(this.#d[k - 1], this.z[k - 1], this.a[k - 1], name, m * inFeatures)
    }
  }
}

/** The gradient before any example: that of the L2 term. */
function startFromDecay(gradient: LayerParameters, parameters: LayerParameters, decay: number): void {
  for (let i = 0; i < gradient.weights.length; i++) gradient.weights[i] = decay * parameters.weights[i]
  gradient.biases.fill(0)
}

/** Index, within the row, of its largest number; the first of equals; −1 where a number is NaN. */
export function largestIndex(values: Float64Array, from: number, columns: number): number {
  let best = 0
  for (let j = 0; j < columns; j++) {
    const value = values[from + j]
    if (value !== value) return -1
    if (value > values[from + best]) best = j
  }
  return best
}
