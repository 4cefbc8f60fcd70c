import { activationOf, type ChosenActivation } from '../activations/settings.ts'
import { activationBackward, activationForward, outputDifference } from '../layers/activation.ts'
import { affineBackwardInput, affineBackwardParameters, affineForward } from '../layers/affine.ts'
import {
  batchNormBackwardBatch,
  batchNormBackwardRunning,
  batchNormForwardBatch,
  batchNormForwardRunning,
  createBatchNormTrace,
  updateRunningStatistics,
  type BatchNormTrace,
} from '../layers/batch-norm.ts'
import { dropoutBackward, dropoutForward, type DropoutKeys } from '../layers/dropout.ts'
import type { Loss } from '../losses/loss.ts'
import { LOSSES } from '../losses/losses.ts'
import {
  parameterLayout,
  parameterViews,
  type LayerParameters,
  type ParameterLayout,
} from '../network/parameters.ts'
import type { NetworkRecipe, PassResult, Penalty } from './engine.ts'
import type { InputBatch } from './input-batch.ts'

/**
 * A mistake in the backward pass, for teaching what a gradient check catches: `no-slope` leaves f′(z) out of the hidden
 * layers' δ; `no-bias` leaves out the biases' gradient.
 */
export type BackwardDefect = 'no-slope' | 'no-bias'

/**
 * Is shown the numbers of a layer as soon as they are there, and may change them: z, the normalized z before γ and β
 * (hat), what the activation gets (s), a, and on the way back ∂C/∂a (da), ∂C/∂s (d) and ∂C/∂z (dz). C is the mean loss, so
 * each of the three is an example's derivative divided by m. There is no ∂C/∂a of an output whose derivative its loss cancels.
 */
export type LayerVisitor = (
  values: Float64Array,
  what: 'z' | 'hat' | 's' | 'a' | 'da' | 'd' | 'dz',
  layer: number,
) => void

/** The buffers of one layer; each `(batchSize, outFeatures)`. */
interface LayerBuffers {
  readonly activation: ChosenActivation
  /** Pre-activations, the affine map's output. */
  readonly z: Float64Array
  /** What the activation gets: z, normalized where the layer has batch normalization. */
  readonly s: Float64Array
  readonly a: Float64Array
  /** What the next layer gets: a, thinned where the layer has dropout. */
  readonly out: Float64Array
  readonly d: Float64Array
  readonly normalization?: BatchNormTrace
  readonly dropout?: { readonly rate: number; readonly factors: Float64Array }
}

/**
 * Forward and backward passes of a fully connected network over a batch, in float64 and plain loops, on inputs
 * and targets of any kind. The reference that every faster way is tested against; also what the lecture writes on
 * the board: δ of the output layer, carried back by δˡ = ((wˡ⁺¹)ᵀ δˡ⁺¹) ⊙ f′(zˡ), ∂C/∂w = δ aᵀ, ∂C/∂b = δ.
 * A layer is affine map, batch normalization, activation, dropout, of which the second and the last may be absent.
 */
export class NetworkPass {
  readonly layout: ParameterLayout
  readonly layers: readonly LayerBuffers[]
  readonly #loss: Loss
  readonly #epsilon: number
  readonly #momentum: number
  /** Whether the last forward pass was one of training. */
  #isTraining = false

  readonly #defect: BackwardDefect | undefined
  readonly #visit: LayerVisitor | undefined

  /** @param batchSize the largest number of examples that a pass will be asked for */
  constructor(recipe: NetworkRecipe, batchSize: number, defect?: BackwardDefect, visit?: LayerVisitor) {
    this.#defect = defect
    this.#visit = visit
    this.layout = parameterLayout(recipe)
    this.#loss = LOSSES[recipe.loss]
    this.#epsilon = recipe.batchNorm.epsilon
    this.#momentum = recipe.batchNorm.momentum
    this.layers = recipe.layers.map((layer) => {
      const { units, batchNorm, dropout } = layer
      const buffer = (): Float64Array => new Float64Array(batchSize * units)
      const z = buffer()
      const a = buffer()
      return {
        activation: activationOf(layer),
        z,
        s: batchNorm ? buffer() : z,
        a,
        out: dropout > 0 ? buffer() : a,
        d: buffer(),
        ...(batchNorm && { normalization: createBatchNormTrace(batchSize, units) }),
        ...(dropout > 0 && { dropout: { rate: dropout, factors: buffer() } }),
      }
    })
  }

  /** Number of outputs. */
  get outputs(): number {
    return this.layout.layers[this.layout.layers.length - 1]!.outFeatures
  }

  /**
   * The activations of the output layer, `(m, outputs)`, valid until the next pass.
   * @param dropout in training, what dropout's choices follow from; without it, the pass evaluates: batch normalization
   * uses running statistics and nothing is dropped
   */
  forward(parameters: Float64Array, input: InputBatch, m: number, dropout?: DropoutKeys): Float64Array {
    this.#isTraining = dropout !== undefined
    parameterViews(this.layout, parameters).forEach(({ weights, biases, batchNorm }, k) => {
      const { inFeatures, outFeatures } = this.layout.layers[k]!
      const layer = this.layers[k]!
      if (k === 0) input.forward(layer.z, weights, biases, m, outFeatures)
      else affineForward(layer.z, this.layers[k - 1]!.out, weights, biases, m, inFeatures, outFeatures)
      this.#visit?.(layer.z, 'z', k)
      if (batchNorm && layer.normalization) {
        const normalize = this.#usesBatchStatistics(m) ? batchNormForwardBatch : batchNormForwardRunning
        normalize(layer.s, layer.z, batchNorm, layer.normalization, this.#epsilon, m, outFeatures)
        this.#visit?.(layer.normalization.hat, 'hat', k)
      }
      this.#visit?.(layer.s, 's', k)
      activationForward(layer.a, layer.s, layer.activation, m, outFeatures)
      this.#visit?.(layer.a, 'a', k)
      if (!layer.dropout) return
      const length = m * outFeatures
      if (dropout)
        dropoutForward(layer.out, layer.dropout.factors, layer.a, layer.dropout.rate, length, dropout, k)
      else layer.out.set(layer.a.subarray(0, length))
    })
    return this.layers[this.layers.length - 1]!.a
  }

  /** What the last forward pass got: losses and right answers. @param y targets `(m, outputs)` */
  measure(y: Float64Array, m: number): PassResult {
    const { a } = this.layers[this.layers.length - 1]!
    const { outputs } = this
    const result = { lossSum: 0, correct: 0 }
    for (let i = 0; i < m; i++) {
      result.lossSum += this.lossOf(y, i)
      const answer = largestIndex(a, i * outputs, outputs)
      if (answer >= 0 && y[i * outputs + answer] === 1) result.correct++
    }
    return result
  }

  /** The loss of the last forward pass's i-th example. @param y targets `(m, outputs)` */
  lossOf(y: Float64Array, i: number): number {
    const { s, a } = this.layers[this.layers.length - 1]!
    return this.#loss.value(s, a, y, i * this.outputs, this.outputs)
  }

  /**
   * After `forward` on the same input: the gradient of the mean loss and of the penalty.
   * @param gradient receives the result, same layout as the parameters; 0 for what is not trained
   */
  backward(
    gradient: Float64Array,
    parameters: Float64Array,
    input: InputBatch,
    y: Float64Array,
    m: number,
    penalty: Penalty,
  ): void {
    const views = parameterViews(this.layout, parameters)
    const gradients = parameterViews(this.layout, gradient)
    gradient.fill(0, this.layout.trainable)
    for (let k = views.length - 1; k >= 0; k--) {
      const { inFeatures, outFeatures } = this.layout.layers[k]!
      const layer = this.layers[k]!
      const { weights, biases, batchNorm: normGradient } = gradients[k]!
      startFromPenalty(gradients[k]!, views[k]!, penalty)
      this.#deltaOfLayer(k, y, m)
      this.#visit?.(layer.d, 'd', k)
      const norm = views[k]!.batchNorm
      if (norm && normGradient && layer.normalization) {
        const denormalize = this.#usesBatchStatistics(m) ? batchNormBackwardBatch : batchNormBackwardRunning
        denormalize(
          layer.d,
          normGradient.gamma,
          normGradient.beta,
          norm.gamma,
          layer.normalization,
          m,
          outFeatures,
        )
      }
      this.#visit?.(layer.d, 'dz', k)
      const below = k > 0 ? this.layers[k - 1] : undefined
      if (below) affineBackwardParameters(weights, biases, layer.d, below.out, m, inFeatures, outFeatures)
      else input.backward(weights, biases, layer.d, m, outFeatures)
      if (this.#defect === 'no-bias') biases.fill(0)
      if (below) affineBackwardInput(below.d, layer.d, views[k]!.weights, m, inFeatures, outFeatures)
    }
  }

  /** After a training pass: moves batch normalization's running statistics toward the batch's. */
  updateStatistics(parameters: Float64Array, m: number): void {
    if (!this.#usesBatchStatistics(m)) return
    parameterViews(this.layout, parameters).forEach(({ batchNorm }, k) => {
      const { normalization } = this.layers[k]!
      if (batchNorm && normalization) updateRunningStatistics(batchNorm, normalization, this.#momentum, m)
    })
  }

  /** A batch of one has no variance: it is normalized by the running statistics, which it leaves alone. */
  #usesBatchStatistics(m: number): boolean {
    return this.#isTraining && m > 1
  }

  /** d of layer k: from ∂C/∂out, or at the output layer from the targets, to ∂C/∂s. */
  #deltaOfLayer(k: number, y: Float64Array, m: number): void {
    const { d, s, a, activation, dropout } = this.layers[k]!
    const length = m * this.layout.layers[k]!.outFeatures
    const isOutput = k === this.layers.length - 1
    if (isOutput) {
      outputDifference(d, a, y, m, this.outputs)
      if (this.#loss.differentiates === 'logits') return
    } else if (dropout && this.#isTraining) dropoutBackward(d, dropout.factors, length)
    this.#visit?.(d, 'da', k)
    if (isOutput || this.#defect !== 'no-slope') activationBackward(d, s, a, activation, length)
  }
}

/** The gradient before any example: that of the L1 and L2 terms, λ₁ sign(w) + λ₂ w; biases are exempt. */
function startFromPenalty(
  gradient: LayerParameters,
  { weights }: LayerParameters,
  { l1, l2 }: Penalty,
): void {
  if (l1 === 0) for (let i = 0; i < weights.length; i++) gradient.weights[i] = l2 * weights[i]!
  else
    for (let i = 0; i < weights.length; i++)
      gradient.weights[i] = l2 * weights[i]! + l1 * Math.sign(weights[i]!)
  gradient.biases.fill(0)
}

/** Index, within the row, of its largest number; the first of equals; −1 where a number is NaN. */
export function largestIndex(values: ArrayLike<number>, from: number, columns: number): number {
  let best = 0
  for (let j = 0; j < columns; j++) {
    const value = values[from + j]!
    if (value !== value) return -1
    if (value > values[from + best]!) best = j
  }
  return best
}
