import { CholeskyDecomposition, Matrix } from 'ml-matrix'

/** Where the points of a class lie, and how they spread. */
export interface ClassShape {
  /** `(axes)`. */
  readonly mean: Float32Array
  /** `(axes, axes)`, row-major, zero above the diagonal: makes the spread the same in all directions. */
  readonly whitening: Float32Array
}

/** Of the mean spread within the classes, what is added in every direction, as few points show no spread in most of them. */
const SMOOTHING = 0.1

/**
 * Mean and covariance of each class that there is.
 * @param points `(count, axes)`, row-major
 * @returns none where no class has any spread
 */
export function findClassShapes(points: Float32Array, labels: ArrayLike<number>, axes: number): ClassShape[] {
  const classes = new Map<number, number[]>()
  for (let i = 0; i < labels.length; i++) {
    const members = classes.get(labels[i]!)
    if (members === undefined) classes.set(labels[i]!, [i])
    else members.push(i)
  }
  const found = [...classes.values()].map((members) => ({
    ...measureClass(points, members, axes),
    count: members.length,
  }))
  const trace = found.reduce((sum, { covariance, count }) => sum + count * covariance.trace(), 0)
  const smoothing = (SMOOTHING * trace) / labels.length / axes
  if (!(smoothing > 0)) return []
  return found.map(({ mean, covariance }) => ({ mean, whitening: whiten(covariance, smoothing) }))
}

function measureClass(
  points: Float32Array,
  members: readonly number[],
  axes: number,
): { readonly mean: Float32Array; readonly covariance: Matrix } {
  const mean = new Float32Array(axes)
  for (const i of members) {
    for (let a = 0; a < axes; a++) mean[a]! += points[i * axes + a]! / members.length
  }
  const sums = new Float64Array(axes * axes)
  const centred = new Float64Array(axes)
  for (const i of members) {
    for (let a = 0; a < axes; a++) centred[a] = points[i * axes + a]! - mean[a]!
    for (let a = 0; a < axes; a++) {
      for (let b = 0; b <= a; b++) sums[a * axes + b]! += centred[a]! * centred[b]!
    }
  }
  const covariance = Matrix.zeros(axes, axes)
  for (let a = 0; a < axes; a++) {
    for (let b = 0; b <= a; b++) {
      const value = sums[a * axes + b]! / members.length
      covariance.set(a, b, value)
      covariance.set(b, a, value)
    }
  }
  return { mean, covariance }
}

/** The inverse of the lower triangle L with L Lᵀ = covariance + smoothing. */
function whiten(covariance: Matrix, smoothing: number): Float32Array {
  const axes = covariance.rows
  for (let a = 0; a < axes; a++) covariance.set(a, a, covariance.get(a, a) + smoothing)
  const lower = new CholeskyDecomposition(covariance).lowerTriangularMatrix
  const inverse = new Float32Array(axes * axes)
  for (let column = 0; column < axes; column++) {
    for (let row = column; row < axes; row++) {
      let sum = row === column ? 1 : 0
      for (let k = column; k < row; k++) sum -= lower.get(row, k) * inverse[k * axes + column]!
      inverse[row * axes + column] = sum / lower.get(row, row)
    }
  }
  return inverse
}

/** Distance of a point to the class that it is nearest to, in units of that class' spread. */
export function distanceToClasses(point: Float32Array, classes: readonly ClassShape[]): number {
  const axes = point.length
  const centred = new Float32Array(axes)
  let least = Infinity
  for (const { mean, whitening } of classes) {
    for (let a = 0; a < axes; a++) centred[a] = point[a]! - mean[a]!
    let squares = 0
    for (let row = 0; row < axes && squares < least; row++) {
      let sum = 0
      for (let k = 0; k <= row; k++) sum += whitening[row * axes + k]! * centred[k]!
      squares += sum * sum
    }
    if (squares < least) least = squares
  }
  return Math.sqrt(least)
}
