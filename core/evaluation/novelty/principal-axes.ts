import { Matrix } from 'ml-matrix'
import { largestEigenpairs } from '../../math/largest-eigenpairs.ts'

/** The directions in which points differ most. */
export interface PrincipalAxes {
  /** `(columns)`. */
  readonly mean: Float32Array
  /** `(axes, columns)`, row-major, the one of the largest variance first. */
  readonly directions: Float32Array
}

/**
 * The first principal components; fewer where the points differ in fewer directions.
 * @param points `(count, columns)`, row-major
 */
export function findPrincipalAxes(points: Float32Array, columns: number, most: number): PrincipalAxes {
  const count = points.length / columns
  const mean = new Float32Array(columns)
  for (let i = 0; i < points.length; i++) mean[i % columns]! += points[i]! / count
  const sums = new Float64Array(columns * columns)
  const centred = new Float64Array(columns)
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < columns; a++) centred[a] = points[i * columns + a]! - mean[a]!
    for (let a = 0; a < columns; a++) {
      const value = centred[a]!
      const row = a * columns
      for (let b = 0; b <= a; b++) sums[row + b]! += value * centred[b]!
    }
  }
  const covariance = Matrix.zeros(columns, columns)
  for (let a = 0; a < columns; a++) {
    for (let b = 0; b <= a; b++) {
      covariance.set(a, b, sums[a * columns + b]! / count)
      covariance.set(b, a, sums[a * columns + b]! / count)
    }
  }
  const pairs = largestEigenpairs(covariance, Math.min(most, count - 1))
  const kept = pairs.filter(({ value }) => value > 1e-9 * (pairs[0]?.value ?? 0))
  return { mean, directions: Float32Array.from(kept.flatMap(({ vector }) => [...vector])) }
}

/** Where a point lies along the axes, into `place`, `(axes)`. */
export function placeOnAxes(
  { mean, directions }: PrincipalAxes,
  point: Float64Array,
  place: Float32Array,
): void {
  const columns = mean.length
  for (let axis = 0; axis < place.length; axis++) {
    let sum = 0
    const row = axis * columns
    for (let b = 0; b < columns; b++) sum += directions[row + b]! * (point[b]! - mean[b]!)
    place[axis] = sum
  }
}
