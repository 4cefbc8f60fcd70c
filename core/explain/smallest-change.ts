import { largestIndex } from '../engine/network-pass.ts'
import { type ImageGradients, sharesOf } from './image-gradients.ts'

/** An image that a network answers otherwise, and that differs as little as was found. */
export interface SmallestChange {
  /** `(inputSize)` bytes. */
  readonly image: Uint8Array
  readonly said: number
  /** What the network answers to the changed image. */
  readonly becomes: number
  /** How often the boundary between the classes was taken for straight: once for a network without hidden layers. */
  readonly steps: number
}

export interface SmallestChangeOptions {
  /** Straight steps, at most. */
  readonly maxSteps?: number
  /** Classes that are tried, at most, those with the largest sums. */
  readonly maxClasses?: number
}

/** Beyond the boundary, as a share of each step, so that it is crossed (the paper's η). */
const OVERSHOOT = 0.02
/** How often the change is made anew from the boundary that it found, at most. */
const MAX_REFINEMENTS = 20
/** A change that is not shorter by so much ends that. */
const LEAST_GAIN = 0.001

/**
 * Looks for the smallest change of an image, by the sum of squares, that turns a network's answer: DeepFool (Moosavi-Dezfooli, Fawzi and
 * Frossard 2016, algorithm 2), with pixels that stay within black and white. The boundary to each other class is taken for straight, the
 * nearest one is gone to, and so on until it is crossed. The path bends with the boundary, so the straight one from the image to the boundary
 * as it is there follows, as long as that makes the change shorter. Exact for a network without hidden layers, but for the
 * rounding to bytes; else a change that is small, of which nobody knows that none is smaller.
 * @param pixels `(inputSize)` bytes
 * @returns null where none was found, as for a network that answers always the same
 * @throws RangeError for an image of another size
 */
export function findSmallestChange(
  gradients: ImageGradients,
  pixels: Uint8Array,
  { maxSteps = 50, maxClasses = 10 }: SmallestChangeOptions = {},
): SmallestChange | null {
  const start = sharesOf(pixels)
  const answerTo = (shares: ArrayLike<number>): number => {
    const outputs = gradients.forward(shares).layers.at(-1)!
    return largestIndex(outputs, 0, outputs.length)
  }
  const said = answerTo(start)
  if (said < 0) return null
  const isTurned = (shares: ArrayLike<number>): boolean => {
    const answer = answerTo(shares)
    return answer >= 0 && answer !== said
  }

  let end = start
  let steps = 0
  while (!isTurned(end)) {
    if (steps === maxSteps) return null
    steps++
    const step = stepToNearest(gradients, end, said, maxClasses)
    if (step === null) return null
    end = moved(end, step, 1 + OVERSHOOT)
  }
  let change = shorten(start, difference(end, start), isTurned)
  for (let k = 0; k < MAX_REFINEMENTS && change !== null; k++) {
    const next = straighten(gradients, start, change, said, answerTo)
    const shorter = next && shorten(start, next, isTurned)
    if (shorter === null || lengthOf(shorter) > (1 - LEAST_GAIN) * lengthOf(change)) break
    change = shorter
  }
  const inBytes = change && shorten(start, change, (shares) => isTurned(rounded(shares)))
  if (inBytes === null) return null
  const image = Uint8Array.from(moved(start, inBytes), (share) => Math.round(255 * share))
  return { image, said, becomes: answerTo(sharesOf(image)), steps }
}

/**
 * The shortest step to a boundary to another class, taken for straight. Where no boundary can be reached so, half the way to the end of black
 * and white that comes nearest to one: nearer by, boundaries bend. Null where no pixel makes a difference.
 */
function stepToNearest(
  gradients: ImageGradients,
  shares: Float64Array,
  said: number,
  maxClasses: number,
): Float64Array | null {
  const sums = gradients.forward(shares).sums.slice()
  const others = Array.from(sums.keys())
    .filter((k) => k !== said)
    .sort((a, b) => sums[b]! - sums[a]! || a - b)
    .slice(0, maxClasses - 1)
  let nearest: Float64Array | null = null
  let shortest = Infinity
  let halfWay: Float64Array | null = null
  let mostReached = 0
  for (const other of others) {
    const weights = Array.from(sums, (_, j) => Number(j === other) - Number(j === said))
    const slope = gradients.gradient(weights)
    const gap = Math.max(0, sums[said]! - sums[other]!)
    const step = stepInBox(shares, slope, gap)
    if (step === null) {
      const whole = slope.map((s, i) => (s > 0 ? 1 - shares[i]! : s < 0 ? -shares[i]! : 0))
      const reached = whole.reduce((sum, value, i) => sum + value * slope[i]!, 0) / gap
      if (reached > mostReached) {
        mostReached = reached
        halfWay = whole.map((value) => value / 2)
      }
      continue
    }
    const length = lengthOf(step)
    if (length < shortest) [nearest, shortest] = [step, length]
  }
  return nearest ?? halfWay
}

/**
 * The shortest r with slope·r = gap and 0 ≤ x + r ≤ 1: rᵢ = λ slopeᵢ, cut off where it leaves the box, with the smallest λ that is enough.
 * Without the box that is gap slope/‖slope‖².
 * @param gap at least 0
 * @returns null where the whole box does not reach it
 */
export function stepInBox(x: Float64Array, slope: Float64Array, gap: number): Float64Array | null {
  // For each pixel, the λ from which on it is black or white.
  const ends = slope.map((s, i) => (s > 0 ? (1 - x[i]!) / s : s < 0 ? -x[i]! / s : Infinity))
  const order = Array.from(slope.keys())
    .filter((i) => slope[i] !== 0)
    .sort((a, b) => ends[a]! - ends[b]!)
  let free = order.reduce((sum, i) => sum + slope[i]! * slope[i]!, 0)
  let fixed = 0
  for (const i of order) {
    const most = fixed + ends[i]! * free
    if (most >= gap && free > 0) {
      const lambda = (gap - fixed) / free
      return slope.map((s, k) => (s === 0 ? 0 : s * Math.min(lambda, ends[k]!)))
    }
    fixed += ends[i]! * slope[i]! * slope[i]!
    free -= slope[i]! * slope[i]!
  }
  return null
}

/** The shortest change to the boundary as it is where a change has led, taken for straight; null where it cannot be reached. */
function straighten(
  gradients: ImageGradients,
  start: Float64Array,
  change: Float64Array,
  said: number,
  answerTo: (shares: Float64Array) => number,
): Float64Array | null {
  const becomes = answerTo(moved(start, change))
  const weights = Array.from(
    { length: gradients.classes },
    (_, j) => Number(j === becomes) - Number(j === said),
  )
  const slope = gradients.gradient(weights)
  const gap = slope.reduce((sum, s, i) => sum + s * change[i]!, 0)
  return gap > 0 ? stepInBox(start, slope, gap) : null
}

const HALVINGS = 30
/** So many times a change, at most, that it crosses a boundary that bends away, and that rounding does not undo it. */
const FARTHEST = 1000

/** The shortest change on the line of another one that turns the answer; null where none does. */
function shorten(
  start: Float64Array,
  change: Float64Array,
  isTurned: (shares: Float64Array) => boolean,
): Float64Array | null {
  let far = 1
  while (!isTurned(moved(start, change, far))) {
    far *= 1.05
    if (far > FARTHEST) return null
  }
  let near = 0
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (near + far) / 2
    if (isTurned(moved(start, change, middle))) far = middle
    else near = middle
  }
  return difference(moved(start, change, far), start)
}

/** A changed image, within black and white. */
function moved(start: Float64Array, change: Float64Array, times = 1): Float64Array {
  return start.map((from, i) => Math.min(1, Math.max(0, from + times * change[i]!)))
}

function difference(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]!)
}

function lengthOf(change: Float64Array): number {
  return Math.sqrt(change.reduce((sum, value) => sum + value * value, 0))
}

/** As it is in bytes. */
function rounded(shares: Float64Array): Float64Array {
  return shares.map((share) => Math.round(255 * share) / 255)
}
