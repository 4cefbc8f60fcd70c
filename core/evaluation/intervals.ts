import { meanMargin, NORMAL_POINT as Z, normalPoint } from './student.ts'

/** A range that holds the true value in 95 of 100 samples like this one. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Wilson's score interval for a share, 95 % (Wilson 1927; recommended by Brown, Cai and DasGupta 2001).
 * @throws RangeError unless 0 ≤ correct ≤ total and total ≥ 1
 */
export function wilsonInterval(correct: number, total: number): Interval {
  if (!(total >= 1 && correct >= 0 && correct <= total)) {
    throw new RangeError(`Interval: expected 0 to ${total} right answers of at least 1, got ${correct}`)
  }
  const share = correct / total
  const z2 = (Z * Z) / total
  const centre = (share + z2 / 2) / (1 + z2)
  const half = (Z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total))) / (1 + z2)
  // At the ends the interval's own is the end, but for rounding.
  return {
    low: correct === 0 ? 0 : Math.max(0, centre - half),
    high: correct === total ? 1 : Math.min(1, centre + half),
  }
}

/**
 * How much larger B's share of right answers is than A's on the same images, 95 %: Wald's interval for matched pairs with
 * half an image added to each of the four cells (Agresti and Min 2005).
 * @param onlyA images that A alone reads rightly
 * @param onlyB images that B alone reads rightly
 * @param comparisons how many differences are to lie in their intervals together with 95 %; more make them wider (Bonferroni)
 * @throws RangeError unless onlyA + onlyB ≤ total and total ≥ 1
 */
export function pairedDifferenceInterval(
  onlyA: number,
  onlyB: number,
  total: number,
  comparisons = 1,
): Interval {
  if (!(total >= 1 && onlyA >= 0 && onlyB >= 0 && onlyA + onlyB <= total)) {
    throw new RangeError(`Interval: expected 0 to ${total} pairs of at least 1, got ${onlyA} and ${onlyB}`)
  }
  const padded = total + 2
  const centre = (onlyB - onlyA) / padded
  const z = comparisons === 1 ? Z : normalPoint(0.05 / comparisons)
  const half = (z * Math.sqrt(onlyA + onlyB + 1 - ((onlyB - onlyA) * (onlyB - onlyA)) / padded)) / padded
  return { low: Math.max(-1, centre - half), high: Math.min(1, centre + half) }
}

/** So many right answers of all. */
export interface Share {
  readonly correct: number
  readonly total: number
}

/**
 * How much larger A's share of right answers is than B's, which were given to other images, 95 %: from Wilson's interval of each
 * (Newcombe 1998, method 10).
 * @throws RangeError unless 0 ≤ correct ≤ total and total ≥ 1, for each
 */
export function differenceInterval(a: Share, b: Share): Interval {
  const [ofA, ofB] = [wilsonInterval(a.correct, a.total), wilsonInterval(b.correct, b.total)]
  const [shareA, shareB] = [a.correct / a.total, b.correct / b.total]
  const difference = shareA - shareB
  return {
    low: difference - Math.sqrt((shareA - ofA.low) ** 2 + (ofB.high - shareB) ** 2),
    high: difference + Math.sqrt((ofA.high - shareA) ** 2 + (shareB - ofB.low) ** 2),
  }
}

/** A mean and Student's interval, 95 %: mean ± t s/√n with n − 1 degrees of freedom. */
export interface MeanInterval extends Interval {
  readonly mean: number
}

/**
 * Mean of per-example losses, and how far it may be from that of all such examples.
 * @returns low and high are null for fewer than 2 values, which say nothing of their spread
 * @throws RangeError for no values
 */
export function meanInterval(
  values: ArrayLike<number>,
): MeanInterval | { mean: number; low: null; high: null } {
  const n = values.length
  if (n === 0) throw new RangeError('Interval: expected one value at least, got none')
  let sum = 0
  for (let i = 0; i < n; i++) sum += values[i]!
  const mean = sum / n
  let squares = 0
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) * (values[i]! - mean)
  const half = meanMargin({ count: n, deviation: n === 1 ? null : Math.sqrt(squares / (n - 1)) })
  if (half === null) return { mean, low: null, high: null }
  return { mean, low: mean - half, high: mean + half }
}
