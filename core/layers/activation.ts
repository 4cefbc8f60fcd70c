import { elementwise } from '../activations/elementwise.ts'
import type { ChosenActivation } from '../activations/settings.ts'
import { softmaxForward } from '../activations/softmax.ts'

/** a = f(z) for `(rows, columns)`; softmax works on whole rows. */
export function activationForward(
  a: Float64Array,
  z: Float64Array,
  activation: ChosenActivation,
  rows: number,
  columns: number,
): void {
  const bend = elementwise(activation)
  if (bend === null) {
    softmaxForward(a, z, rows, columns)
    return
  }
  const { output } = bend
  for (let i = 0; i < rows * columns; i++) a[i] = output(z[i]!)
}

/** dz = da ⊙ f′(z), in place: `d` holds da and receives dz. Softmax is passed by, as its loss cancels its derivative. */
export function activationBackward(
  d: Float64Array,
  z: Float64Array,
  a: Float64Array,
  activation: ChosenActivation,
  length: number,
): void {
  const bend = elementwise(activation)
  if (bend === null) return
  const { derivative } = bend
  for (let i = 0; i < length; i++) d[i]! *= derivative(z[i]!, a[i]!)
}

/**
 * (a − y)/m of the output layer, `(m, columns)`: ∂(mean loss)/∂z where the loss cancels the activation's derivative, else
 * ∂(mean loss)/∂a.
 */
export function outputDifference(
  d: Float64Array,
  a: Float64Array,
  y: Float64Array,
  m: number,
  columns: number,
): void {
  for (let i = 0; i < m * columns; i++) d[i] = (a[i]! - y[i]!) / m
}
