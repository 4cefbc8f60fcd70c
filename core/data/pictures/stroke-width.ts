import type { Plane } from './grey-picture.ts'

/** Larger than any distance in a picture. */
const FAR = 1e9

/**
 * How far each pixel's centre lies inside the foreground: positive inside, negative outside, in pixels, 0 at the
 * edge. Where the share crosses one half between two pixels, the edge lies.
 * @param foreground shares of foreground, 0 to 1
 */
export function signedDistance(foreground: Plane): Float64Array {
  const toBackground = distanceTo(foreground, (share) => share < 0.5)
  const toForeground = distanceTo(foreground, (share) => share >= 0.5)
  return toBackground.map((inside, k) => (inside > 0 ? inside - 0.5 : 0.5 - toForeground[k]!))
}

/**
 * Mean width of the strokes, in pixels: across a stroke the distance to its edge rises from 0 to half the width and
 * falls again, so its mean is a quarter of the width.
 */
export function meanStrokeWidth(distance: Float64Array): number {
  let sum = 0
  let count = 0
  for (const inside of distance) {
    if (inside <= 0) continue
    sum += inside
    count++
  }
  return count === 0 ? 0 : (4 * sum) / count
}

/**
 * Euclidean distance of each pixel's centre to the nearest one that is a target.
 * Source: Felzenszwalb, Huttenlocher, "Distance Transforms of Sampled Functions", 2012.
 */
function distanceTo({ values, width, height }: Plane, isTarget: (value: number) => boolean): Float64Array {
  const squares = Float64Array.from(values, (value) => (isTarget(value) ? 0 : FAR))
  const line = new Float64Array(Math.max(width, height))
  for (let x = 0; x < width; x++) transformLine(squares, x, width, height, line)
  for (let y = 0; y < height; y++) transformLine(squares, y * width, 1, width, line)
  return squares.map((square) => Math.sqrt(square))
}

/** The lower envelope of the parabolas over one line of squared distances, written back to it. */
function transformLine(
  squares: Float64Array,
  start: number,
  step: number,
  count: number,
  line: Float64Array,
): void {
  const at = (k: number): number => line[k]!
  for (let k = 0; k < count; k++) line[k] = squares[start + k * step]!
  const places = new Int32Array(count)
  const bounds = new Float64Array(count + 1)
  let last = 0
  bounds[0] = -Infinity
  bounds[1] = Infinity
  for (let k = 1; k < count; k++) {
    let crossing = 0
    for (;;) {
      const other = places[last]!
      crossing = (at(k) + k * k - at(other) - other * other) / (2 * (k - other))
      if (crossing > bounds[last]!) break
      last--
    }
    last++
    places[last] = k
    bounds[last] = crossing
    bounds[last + 1] = Infinity
  }
  for (let k = 0, part = 0; k < count; k++) {
    while (bounds[part + 1]! < k) part++
    const place = places[part]!
    squares[start + k * step] = (k - place) * (k - place) + at(place)
  }
}
