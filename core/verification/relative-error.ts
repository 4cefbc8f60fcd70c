/** A number is as exact as its precision allows within so many times what rounding does to it. */
const SENSITIVITY_FACTOR = 10

/** The numbers of one tensor. */
export interface Comparison {
  readonly ours: ArrayLike<number>
  readonly theirs: readonly number[]
  /** How far rounding moves each; what is not finite excuses nothing. */
  readonly moved: ArrayLike<number>
  /** What differences are relative to; without it, the largest finite number of theirs. */
  readonly scale?: number
}

/** What an engine is held to. */
interface Precision {
  /** Up to which relative error numbers that rounding does not move further are compared in full. */
  readonly tolerance: number
  /** The largest number that the engine has; beyond it, and where theirs is none, ours must not be finite either. */
  readonly largest: number
}

/**
 * The largest difference over a scale; the difference itself where the scale is 0. It is NaN where one of the two is not
 * finite alone.
 */
export function relativeError(
  { ours, theirs, moved, scale = largestSize(theirs) }: Comparison,
  { tolerance, largest }: Precision,
): number {
  const allowed = scale === 0 ? tolerance : tolerance * scale
  let worst = 0
  for (let i = 0; i < theirs.length; i++) {
    if (!(Math.abs(theirs[i]!) <= largest)) {
      if (Number.isFinite(ours[i]!)) return NaN
      continue
    }
    if (!Number.isFinite(ours[i]!)) return NaN
    const known = SENSITIVITY_FACTOR * moved[i]!
    const difference = Math.abs(ours[i]! - theirs[i]!)
    const isExcused = Number.isFinite(known) && known > allowed
    worst = Math.max(worst, isExcused ? difference - known : difference)
  }
  return scale === 0 ? worst : worst / scale
}

/** The largest |value| of those that are finite; 0 for none. */
export function largestSize(values: Iterable<number>): number {
  let largest = 0
  for (const value of values) {
    const size = Math.abs(value)
    if (Number.isFinite(size) && size > largest) largest = size
  }
  return largest
}
