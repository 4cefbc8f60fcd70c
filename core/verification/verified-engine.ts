import type { EngineRecipe } from '../engine/engine.ts'
import { parameterViews, type ParameterLayout } from '../network/parameters.ts'

/** A network with its parameters, and the batch that an engine is to train it on. */
export interface VerifiedNetwork {
  readonly recipe: EngineRecipe
  readonly layout: ParameterLayout
  readonly parameters: Float64Array
  /** Examples. */
  readonly m: number
  /** Inputs `(m, inputs)`, any numbers. */
  readonly x: Float64Array
  /** Targets `(m, outputs)`. */
  readonly y: Float64Array
  /** The loss gains l2/2 Σ w². */
  readonly l2: number
  /** Steps of the optimizer, all on this batch. */
  readonly steps: number
}

/** What an engine makes of it. */
export interface VerifiedAnswers {
  /** Of each layer before any step, `(m, units)`: pre-activations, what the activation got, activations. */
  readonly z: readonly Float64Array[]
  readonly s: readonly Float64Array[]
  readonly a: readonly Float64Array[]
  /** Mean loss of the batch, the penalty included, and its gradient, laid out like the parameters; before any step. */
  readonly loss: number
  readonly gradient: Float64Array
  /** The loss before each step. */
  readonly losses: readonly number[]
  /** The parameters after the last. */
  readonly parameters: Float64Array
}

/** What verification needs of an engine. */
export interface VerifiedEngine {
  /** The largest relative error that it is allowed. */
  readonly tolerance: number
  /** A gradient below this share of the case's largest is rounding noise in its precision. */
  readonly noise: number
  /** Relative error of rounding to its numbers. */
  readonly roundoff: number
  /** The largest of its numbers. */
  readonly largest: number
  /**
   * Runs a network through each of its ways of doing the same, which a training chooses by the kind of inputs, the
   * batch and the optimizer.
   * @throws FormatError where it cannot take the batch
   */
  readonly run: (network: VerifiedNetwork) => VerifiedAnswers[]
}

/** λ/2 Σ w² over the weights; biases are exempt. */
export function l2Penalty(layout: ParameterLayout, parameters: Float64Array, lambda: number): number {
  let squares = 0
  for (const { weights } of parameterViews(layout, parameters)) for (const w of weights) squares += w * w
  return (lambda / 2) * squares
}
