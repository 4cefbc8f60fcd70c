import { Matrix } from 'ml-matrix'
import { largestEigenpairs } from '../../math/largest-eigenpairs.ts'

/** Points in the plane in which they differ most. */
export interface Projection {
  /** `(count, 2)`, row-major, about the points' mean. */
  readonly positions: Float64Array
  /** Share of the variance along each axis, 0 to 1; 0 for points that do not differ. */
  readonly shares: readonly [number, number]
}

/**
 * The first two principal components, by the covariance of the columns. Each axis' largest entry is positive.
 * @param points `(count, columns)`, row-major
 */
export function projectOntoPlane(points: Float64Array, columns: number): Projection {
  const count = points.length / columns
  const means = new Float64Array(columns)
  for (let i = 0; i < points.length; i++) means[i % columns]! += points[i]! / count
  const centred = points.map((value, i) => value - means[i % columns]!)
  const covariance = covarianceOf(centred, columns)
  const trace = covariance.trace()
  const positions = new Float64Array(count * 2)
  const shares: [number, number] = [0, 0]
  largestEigenpairs(covariance, 2).forEach(({ value, vector }, axis) => {
    const direction = withPositiveLargest(vector)
    shares[axis] = trace > 0 ? Math.max(0, value) / trace : 0
    for (let i = 0; i < count; i++) {
      let sum = 0
      for (let j = 0; j < columns; j++) sum += centred[i * columns + j]! * direction[j]!
      positions[i * 2 + axis] = sum
    }
  })
  return { positions, shares }
}

function covarianceOf(centred: Float64Array, columns: number): Matrix {
  const count = centred.length / columns
  const sums = Array.from({ length: columns }, () => new Float64Array(columns))
  for (let i = 0; i < count; i++) {
    for (let a = 0; a < columns; a++) {
      const value = centred[i * columns + a]!
      if (value === 0) continue
      const row = sums[a]!
      for (let b = 0; b <= a; b++) row[b]! += value * centred[i * columns + b]!
    }
  }
  const matrix = Matrix.zeros(columns, columns)
  sums.forEach((row, a) => {
    for (let b = 0; b <= a; b++) {
      matrix.set(a, b, row[b]! / count)
      matrix.set(b, a, row[b]! / count)
    }
  })
  return matrix
}

function withPositiveLargest(direction: readonly number[]): number[] {
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0)
  return largest < 0 ? direction.map((value) => -value) : [...direction]
}

/** Neighbours of each point that are compared. */
export const COMPARED_NEIGHBOURS = 10

/**
 * What share of each point's nearest neighbours are so in the picture, too; on average over the points, 0 to 1. A random picture keeps
 * as many as `neighbours / (count − 1)`.
 * @param points `(count, columns)`, and `positions`, `(count, 2)`, row-major
 */
export function keptNeighbours(
  points: Float64Array,
  columns: number,
  positions: ArrayLike<number>,
  neighbours = COMPARED_NEIGHBOURS,
): number {
  const count = points.length / columns
  const compared = Math.min(neighbours, count - 1)
  if (compared < 1) return 1
  let kept = 0
  for (let i = 0; i < count; i++) {
    const near = new Set(nearestTo(points, columns, i, compared))
    for (const j of nearestTo(positions, 2, i, compared)) if (near.has(j)) kept++
  }
  return kept / (count * compared)
}

/** The points nearest to one of them, by Euclid's distance; of equally near ones the first. */
function nearestTo(points: ArrayLike<number>, columns: number, of: number, most: number): number[] {
  const count = points.length / columns
  const distances = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let squares = 0
    for (let j = 0; j < columns; j++) {
      const difference = points[i * columns + j]! - points[of * columns + j]!
      squares += difference * difference
    }
    distances[i] = squares
  }
  return Array.from({ length: count }, (_, i) => i)
    .filter((i) => i !== of)
    .sort((a, b) => distances[a]! - distances[b]! || a - b)
    .slice(0, most)
}
