/** Numbers of a point that are compared before it is asked whether it can still be nearest. */
const STEP = 8

/** A point among others, and how far it is. */
export interface NearestPoint {
  readonly index: number
  readonly distance: number
}

/**
 * The point nearest to another one, by Euclid's distance; of equally near ones the first. Most points are given up after their first
 * numbers, so these should be the ones that differ most.
 * @param points `(count, axes)`, row-major, one at least
 */
export function findNearest(points: Float32Array, to: Float32Array): NearestPoint {
  const axes = to.length
  let index = 0
  let least = Infinity
  for (let start = 0, i = 0; start < points.length; start += axes, i++) {
    let squares = 0
    for (let from = 0; from < axes && squares < least; from += STEP) {
      const end = Math.min(axes, from + STEP)
      for (let a = from; a < end; a++) {
        const difference = points[start + a]! - to[a]!
        squares += difference * difference
      }
    }
    if (squares < least) {
      least = squares
      index = i
    }
  }
  return { index, distance: Math.sqrt(least) }
}
