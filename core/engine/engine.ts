import type { LabelledImages } from '../data/data-set.ts'
import type { Recipe } from '../recipe/recipe.ts'

/** The fields of a recipe that the arithmetic of a network depends on. */
export type NetworkRecipe = Pick<Recipe, 'inputSize' | 'layers' | 'loss'>

/** What a pass over some examples says of them. */
export interface PassResult {
  /** Sum of the examples' losses, without regularization. */
  lossSum: number
  /** How many had their largest output at their label; never for outputs that are not numbers. */
  correct: number
}

/** The images an engine works on; how it stores them is its own affair. */
export interface EngineData {
  readonly count: number
}

/**
 * The arithmetic of one network: passes over examples and the gradient of the loss.
 *
 * Parameters and gradients are flat and may be laid out in an engine's own order between `load` and `store`;
 * an optimizer treats every parameter alike, so it can step on them as they are.
 */
export interface Engine<Data extends EngineData = EngineData> {
  /** Number of parameters. */
  readonly parameterCount: number
  /** Takes in images; pixels become inputs p/255. @throws DataError when their pixels are not the inputs. */
  prepare(images: LabelledImages): Data
  /** From the standard layout (`parameterLayout`) into the engine's own. */
  load(standard: Float64Array): Float64Array
  /** From the engine's own layout into the standard one. */
  store(own: Float64Array): Float64Array
  /**
   * The mean loss's gradient over a mini-batch, plus `decay` × weight for every weight (L2; biases are exempt).
   * @param gradient receives the result; need not be cleared
   * @param order indices of examples in `data`; the mini-batch is `order[from]` to `order[to − 1]`
   * @returns the examples' losses before any update
   */
  gradient(
    gradient: Float64Array,
    parameters: Float64Array,
    data: Data,
    order: Uint32Array,
    from: number,
    to: number,
    decay: number,
  ): PassResult
  /** Runs examples `from` to `to − 1` of `data` through the network. */
  evaluate(parameters: Float64Array, data: Data, from: number, to: number): PassResult
}
