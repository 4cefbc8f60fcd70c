import { exp } from '../math/exponential.ts'

/**
 * Softmax of each row: a_j = e^(z_j − max z) / Σ_k e^(z_k − max z).
 * @param a receives the result, `(rows, columns)`
 * @param z `(rows, columns)`, row-major
 */
export function softmaxForward(a: Float64Array, z: Float64Array, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) {
    const from = i * columns
    let largest = -Infinity
    for (let j = 0; j < columns; j++) largest = Math.max(largest, z[from + j]!)
    let sum = 0
    for (let j = 0; j < columns; j++) sum += a[from + j] = exp(z[from + j]! - largest)
    for (let j = 0; j < columns; j++) a[from + j]! /= sum
  }
}
