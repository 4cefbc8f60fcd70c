/** √(Σ v²). */
export function euclideanNorm(values: Float64Array | Float32Array): number {
  let squares = 0
  for (const value of values) squares += value * value
  return Math.sqrt(squares)
}
