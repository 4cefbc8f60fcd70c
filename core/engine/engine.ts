import type { LabelledImages } from '../data/data-set.ts'
import type { ParameterLayout } from '../network/parameters.ts'
import type { Random } from '../random/random.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** The fields of a recipe that the arithmetic of a network depends on. */
export type NetworkRecipe = Pick<Recipe, 'inputSize' | 'layers' | 'loss' | 'batchNorm'> & {
  readonly data: Pick<Recipe['data'], 'normalization'>
}

/** What a pass over some examples says of them. */
export interface PassResult {
  /** Sum of the examples' losses, without regularization. */
  lossSum: number
  /** How many had their largest output at their label; never for outputs that are not numbers. */
  correct: number
}

/** Strengths of the penalty on weights: the loss gains l1 Σ |w| + l2/2 Σ w². Biases are exempt. */
export interface Penalty {
  readonly l1: number
  readonly l2: number
}

/** How many of a hidden layer's neurons cannot learn from some examples, their activation being flat there. */
export interface LayerActivity {
  /** Flat on every example, as a ReLU at 0 always is. */
  readonly dead: number
  /** Flat on nine of ten examples, but not on every one. */
  readonly saturated: number
}

/** The images an engine works on; how it stores them is its own affair. */
export interface EngineData {
  readonly count: number
}

/** One mini-batch: examples `order[from]` to `order[to − 1]` of `data`. */
export interface MiniBatch<Data extends EngineData> {
  readonly data: Data
  readonly order: Uint32Array
  readonly from: number
  readonly to: number
  readonly penalty: Penalty
  /** Where dropout's choices come from. */
  readonly dropout: Random
}

/**
 * The arithmetic of one network: passes over examples and the gradient of the loss.
 *
 * Parameters and gradients are flat and may be laid out in an engine's own order between `load` and `store`;
 * an optimizer treats every trained parameter alike, so it can step on the first `layout.trainable` as they are.
 */
export interface Engine<Data extends EngineData = EngineData> {
  readonly layout: ParameterLayout
  /** Takes in images. @throws DataError when their pixels are not the inputs. */
  prepare(images: LabelledImages): Data
  /** From the standard layout (`parameterLayout`) into the engine's own; also of an optimizer's memory. */
  load(standard: Float64Array): Float64Array
  /** From the engine's own layout into the standard one. */
  store(own: Float64Array): Float64Array
  /**
   * The gradient of the mini-batch's mean loss and of the penalty. Moves batch normalization's running statistics.
   * @param gradient receives the result; need not be cleared
   * @returns the examples' losses before any update
   */
  gradient(gradient: Float64Array, parameters: Float64Array, batch: MiniBatch<Data>): PassResult
  /** Runs examples `from` to `to − 1` of `data` through the network. */
  evaluate(parameters: Float64Array, data: Data, from: number, to: number): PassResult
  /** What the neurons do on the first `count` examples of `data`, hidden layer by hidden layer. */
  observe(parameters: Float64Array, data: Data, count: number): LayerActivity[]
}
