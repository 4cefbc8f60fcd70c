import { erfc } from '../math/error-function.ts'
import { exp } from '../math/exponential.ts'
import { ln, ln1p } from '../math/logarithm.ts'

/*
 * How far a mean over few values may be from the true one: Student's t distribution (Student 1908), and Welch's degrees
 * of freedom for the difference of two means.
 */

/** What is known of a mean: how many values it is of, and their sample standard deviation (n − 1); null for one value. */
export interface SampledMean {
  readonly count: number
  readonly deviation: number | null
}

/** The normal distribution's 97.5 % point. */
export const NORMAL_POINT = 1.959963984540054

/** From so many degrees of freedom on, the expansion around the normal distribution is good to 1e-12. */
const EXPANDED_FROM = 1000

/**
 * How far out of Student's t distribution a share lies, both ends together: 4.303 for 2 degrees of freedom and 0.05, and
 * 1.960 for Infinity, which is the normal distribution.
 * @param degrees of freedom, 0.1 or more, not necessarily whole
 * @param share above 0 and below 1
 * @throws RangeError for other numbers
 */
export function studentPoint(degrees: number, share = 0.05): number {
  if (!(degrees >= 0.1 && share > 0 && share < 1)) {
    throw new RangeError(
      `Student's t: expected at least 0.1 degrees of freedom and a share between 0 and 1, got ${degrees} and ${share}`,
    )
  }
  if (degrees === Infinity) return normalPoint(share)
  if (degrees >= EXPANDED_FROM) return expandedPoint(degrees, normalPoint(share))
  let high = 1
  while (studentShare(high, degrees) > share && high < Number.MAX_VALUE / 2) high *= 2
  return bisect(high, (t) => studentShare(t, degrees) > share)
}

/** How far out of the normal distribution a share lies, both ends together: 1.96 for 0.05. */
export function normalPoint(share: number): number {
  return bisect(40, (z) => erfc(z / Math.SQRT2) > share)
}

/**
 * How far a mean over few values may be from that over all such values, 95 %: t s/√n with n − 1 degrees of freedom.
 * @returns null for one value, which says nothing of how they spread
 */
export function meanMargin({ count, deviation }: SampledMean): number | null {
  return deviation === null ? null : (studentPoint(count - 1) * deviation) / Math.sqrt(count)
}

/**
 * The difference of two means over few values up to which it may be chance, 95 % (Welch 1947). The values of a mean over
 * one alone are taken to spread as those of the other.
 * @returns null where both are of one value, which say nothing of how they spread
 */
export function differenceMargin(a: SampledMean, b: SampledMean): number | null {
  if (a.deviation === null && b.deviation === null) return null
  if (a.deviation === null || b.deviation === null) {
    const { count, deviation } = a.deviation === null ? b : a
    return studentPoint(count - 1) * deviation! * Math.sqrt(1 / a.count + 1 / b.count)
  }
  const ofA = (a.deviation * a.deviation) / a.count
  const ofB = (b.deviation * b.deviation) / b.count
  if (ofA + ofB === 0) return 0
  const [shareA, shareB] = [ofA / (ofA + ofB), ofB / (ofA + ofB)]
  const degrees = 1 / ((shareA * shareA) / (a.count - 1) + (shareB * shareB) / (b.count - 1))
  return studentPoint(degrees) * Math.sqrt(ofA + ofB)
}

/** The largest number up to `high` for which something holds that holds below a point alone, to the last bit. */
function bisect(high: number, holds: (x: number) => boolean): number {
  let low = 0
  for (let middle = high / 2; middle !== low && middle !== high; middle = low + (high - low) / 2) {
    if (holds(middle)) low = middle
    else high = middle
  }
  return high
}

/** Student's quantile from the normal one by powers of 1/ν (Abramowitz and Stegun 1964, 26.7.5). */
function expandedPoint(degrees: number, z: number): number {
  const s = z * z
  const first = (z * (s + 1)) / 4
  const second = (z * ((5 * s + 16) * s + 3)) / 96
  const third = (z * (((3 * s + 19) * s + 17) * s - 15)) / 384
  const fourth = (z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945)) / 92160
  return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees
}

/** The share of the t distribution beyond ±t: the incomplete beta function I_x(ν/2, ½) at x = ν/(ν + t²). */
function studentShare(t: number, degrees: number): number {
  const square = (t / degrees) * t
  const [a, b] = [degrees / 2, 0.5]
  // ln x and 1 − x, both without the cancellation of 1 − x.
  const lnX = -ln1p(square)
  const [x, rest] = [1 / (1 + square), square / (1 + square)]
  const front = exp(a * lnX + b * ln(rest)) / betaOfHalf(a)
  // The fraction converges quickly on one side of the mean; the other side is the complement.
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(rest, b, a)) / b
}

/** B(a, ½) = √π Γ(a)/Γ(a + ½). */
function betaOfHalf(a: number): number {
  // Γ(a + ½)/Γ(a) in powers of 1/a, which needs a large a; smaller ones get there by Γ(a + 1) = a Γ(a).
  let product = 1
  for (; a < 50; a++) product *= a / (a + 0.5)
  const u = 1 / a
  const series =
    1 +
    u *
      (-1 / 8 +
        u * (1 / 128 + u * (5 / 1024 + u * (-21 / 32768 + u * (-399 / 262144 + (u * 869) / 4194304)))))
  return 1.772453850905516 / (product * Math.sqrt(a) * series)
}

/** The continued fraction of the incomplete beta function (Abramowitz and Stegun 1964, 26.5.8), by Lentz's method. */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / (1 + even * d)
    c = 1 + even / c
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / (1 + odd * d)
    c = 1 + odd / c
    value *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return value
}
