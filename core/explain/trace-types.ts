import type { ChosenActivation } from '../activations/settings.ts'
import type { LossName } from '../losses/names.ts'
import type { Scene } from './scene.ts'

/** What a layer with batch normalization has besides; each `(units)`. */
export interface TracedNormalization {
  /** The mean and the biased variance that z was normalized by: the batch's, or the running ones. */
  readonly mean: readonly number[]
  readonly variance: readonly number[]
  /** 1/√(variance + ε). */
  readonly inverse: readonly number[]
  readonly gamma: readonly number[]
  readonly beta: readonly number[]
  /** (z − mean)/√(variance + ε). */
  readonly hat: readonly number[]
  /** γ hat + β, which the activation gets. */
  readonly s: readonly number[]
  readonly dS: readonly number[]
  readonly dHat: readonly number[]
  /** What this example adds to the derivatives by γ and β. */
  readonly dGamma: readonly number[]
  readonly dBeta: readonly number[]
}

/** One layer at one example. Lists over units are `(units)`, matrices `[to][from]`. */
export interface TracedLayer {
  readonly weights: readonly (readonly number[])[]
  readonly biases: readonly number[]
  readonly z: readonly number[]
  readonly output: readonly number[]
  /** ∂Div/∂y; null where it is not formed, as the loss cancels the slope of the output's activation. */
  readonly dOutput: readonly number[] | null
  readonly dZ: readonly number[]
  readonly dWeights: readonly (readonly number[])[]
  readonly dBiases: readonly number[]
  readonly normalization: TracedNormalization | null
}

/**
 * Forward and backward pass of one example. Its derivatives are those of the sum of all examples' losses by this example's
 * numbers, which without batch normalization is the derivative of its own loss; `dWeights` and their like are what this
 * example adds to the sum's gradient.
 */
export interface ExampleTrace {
  readonly input: readonly number[]
  readonly target: readonly number[]
  readonly loss: number
  readonly layers: readonly TracedLayer[]
  readonly dInput: readonly number[]
}

/** Derivatives by one layer's parameters; γ and β null without batch normalization. */
export interface LayerGradient {
  readonly dWeights: readonly (readonly number[])[]
  readonly dBiases: readonly number[]
  readonly dGamma: readonly number[] | null
  readonly dBeta: readonly number[] | null
}

/** The mini-batch as a whole. */
export interface BatchTrace {
  /** Mean, or sum, of the examples' losses. */
  readonly loss: number
  readonly layers: readonly LayerGradient[]
}

/** Every number of a forward and a backward pass over a mini-batch, in float64, and of the update that follows. */
export interface Trace {
  /** Numbers of inputs and of each layer's units. */
  readonly sizes: readonly number[]
  readonly activations: readonly ChosenActivation[]
  readonly lossName: LossName
  readonly learningRate: number
  readonly combine: Scene['combine']
  /** Batch normalization: by the batch's own mean and variance, or by the running ones; null without any. */
  readonly statistics: 'batch' | 'running' | null
  /** ε of batch normalization. */
  readonly epsilon: number
  readonly examples: readonly ExampleTrace[]
  readonly mean: BatchTrace
  readonly sum: BatchTrace
  /** The parameters, flat as `parameterLayout` says, before and after the update by the mean or the sum. */
  readonly parameters: Float64Array
  readonly updatedParameters: Float64Array
  /** The loss after the update, before it is taken: of each example, and their mean. */
  readonly updatedLosses: readonly number[]
  readonly updatedMean: number
}
