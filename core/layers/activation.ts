import { ELEMENTWISE_ACTIVATIONS } from '../activations/elementwise.ts'
import type { ActivationName } from '../activations/names.ts'
import { softmaxForward } from '../activations/softmax.ts'

/** a = f(z) for `(rows, columns)`; softmax works on whole rows. */
export function activationForward(
  a: Float64Array,
  z: Float64Array,
  name: ActivationName,
  rows: number,
  columns: number,
): void {
  if (name === 'softmax') {
    softmaxForward(a, z, rows, columns)
    return
  }
  const { output } = ELEMENTWISE_ACTIVATIONS[name]
  for (let i = 0; i < rows * columns; i++) a[i] = output(z[i]!)
}

/** dz = da ⊙ f′(z), in place: `d` holds da and receives dz. Not for softmax, whose derivative its loss cancels. */
export function activationBackward(
  d: Float64Array,
  z: Float64Array,
  a: Float64Array,
  name: Exclude<ActivationName, 'softmax'>,
  length: number,
): void {
  const { derivative } = ELEMENTWISE_ACTIVATIONS[name]
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
