/** √(Σ v²). */
export function euclideanNorm(values: Float64Array | Float32Array): number {
  let squares = 0
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator over all weights can take many times as long in V8
  for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!
  return Math.sqrt(squares)
}
