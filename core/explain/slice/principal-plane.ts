import { Matrix } from 'ml-matrix'
import { dot } from '../../math/dot.ts'
import { euclideanNorm } from '../../math/norm.ts'
import { largestEigenpairs } from '../../math/largest-eigenpairs.ts'

/** Where one set of weights lies with regard to a plane. */
export interface PlanePosition {
  readonly x: number
  readonly y: number
  /** Distance from the plane, as a share of the distance from the point that it goes through, 0 to 1; 0 at that point. */
  readonly offPlane: number
}

/** The plane in which points of a space of many dimensions differ most, laid through the last of them. */
export interface PrincipalPlane {
  /** Its two directions, each of length 1 and `(dimensions)`; at right angles. */
  readonly directions: readonly [Float64Array, Float64Array]
  /** Share of the points' variance about their mean that lies along each direction, 0 to 1. */
  readonly shares: readonly [number, number]
  /** Of each point; the last is at 0, 0. */
  readonly positions: readonly PlanePosition[]
}

/** A second direction with less of the variance than this is rounding. */
const ROUNDING = 1e-12

/**
 * Principal components by the Gram matrix, which is as small as the points are few. Each direction's largest entry is positive, as
 * its sign would be arbitrary.
 * @param points each `(dimensions)`
 * @returns null where the points do not span a plane
 */
export function principalPlane(points: readonly Float64Array[]): PrincipalPlane | null {
  if (points.length < 3) return null
  const centred = centre(points)
  const gram = Matrix.zeros(points.length, points.length)
  centred.forEach((a, i) => {
    for (let j = 0; j <= i; j++) {
      const product = dot(a, centred[j]!)
      gram.set(i, j, product)
      gram.set(j, i, product)
    }
  })
  const trace = gram.trace()
  const [first, second] = largestEigenpairs(gram, 2)
  if (!(second!.value > ROUNDING * trace)) return null
  const directions = [combine(centred, first!.vector), combine(centred, second!.vector)] as const
  return {
    directions,
    shares: [first!.value / trace, second!.value / trace],
    positions: points.map((point) => positionOf(point, points.at(-1)!, directions)),
  }
}

/**
 * The shares of the variance about their mean that the first two principal components have of a random walk with independent
 * steps in very many dimensions (Antognini and Sohl-Dickstein 2018): that much says nothing about a training.
 * @param times when the points were passed, rising; steps are as large as the time between them is long
 */
export function randomWalkShares(times: readonly number[]): [number, number] {
  // Of two points of a walk, the covariance is the time until the earlier.
  const covariance = times.map((a) => times.map((b) => Math.min(a, b) - times[0]!))
  const means = covariance.map((row) => row.reduce((sum, value) => sum + value, 0) / times.length)
  const mean = means.reduce((sum, value) => sum + value, 0) / times.length
  const centred = covariance.map((row, i) => row.map((value, j) => value - means[i]! - means[j]! + mean))
  const gram = new Matrix(centred)
  const [first, second] = largestEigenpairs(gram, 2)
  return [first!.value / gram.trace(), second!.value / gram.trace()]
}

function centre(points: readonly Float64Array[]): Float64Array[] {
  const mean = new Float64Array(points[0]!.length)
  for (const point of points) for (let i = 0; i < mean.length; i++) mean[i]! += point[i]! / points.length
  return points.map((point) => point.map((value, i) => value - mean[i]!))
}

/** The sum of the points by these factors, of length 1, its largest entry positive. */
function combine(points: readonly Float64Array[], factors: readonly number[]): Float64Array {
  const sum = new Float64Array(points[0]!.length)
  points.forEach((point, t) => {
    for (let i = 0; i < sum.length; i++) sum[i]! += factors[t]! * point[i]!
  })
  let largest = 0
  for (let i = 0; i < sum.length; i++) if (Math.abs(sum[i]!) > Math.abs(sum[largest]!)) largest = i
  const scale = Math.sign(sum[largest]!) / euclideanNorm(sum)
  return sum.map((value) => value * scale)
}

/** Where a point lies with regard to the plane through another. */
function positionOf(
  point: Float64Array,
  origin: Float64Array,
  [u, v]: readonly [Float64Array, Float64Array],
): PlanePosition {
  const away = point.map((value, i) => value - origin[i]!)
  const [x, y] = [dot(away, u), dot(away, v)]
  const distance = euclideanNorm(away)
  const rest = euclideanNorm(away.map((value, i) => value - x * u[i]! - y * v[i]!))
  return { x, y, offPlane: distance > 0 ? Math.min(1, rest / distance) : 0 }
}
