/** All that an exact resume needs. Order of examples and first weights follow from the recipe's seed alone. */
export interface Checkpoint {
  /** The last finished epoch, from 0; −1 before the first. */
  readonly epoch: number
  /** Optimizer steps (mini-batches) done so far. */
  readonly steps: number
  /** Every weight and bias, flat, laid out as `parameterLayout` says. */
  readonly parameters: Float64Array
  /** The optimizer's memory, `(slots, parameters)` flat; empty for plain gradient descent. */
  readonly optimizerState: Float64Array
}
