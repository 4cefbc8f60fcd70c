/**
 * A loss over one example's outputs. `z` and `a` are the output layer's pre-activations and activations and
 * `y` the targets (1 for the right class, else 0), each a row that starts at `from` and has `columns` numbers.
 */
export interface Loss {
  /** The formula of one example's loss, as a person reads it. */
  readonly formula: string
  /** One example's loss. */
  readonly value: (z: Float64Array, a: Float64Array, y: Float64Array, from: number, columns: number) => number
  /**
   * What δ = ∂loss/∂z is made of. `activations`: ∂loss/∂a = a − y, times the activation's derivative;
   * `logits`: a − y itself, because the output activation belongs to the loss and its derivative cancels.
   */
  readonly differentiates: 'activations' | 'logits'
}
