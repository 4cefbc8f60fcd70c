import { exp } from './exponential.ts'

const TWO_OVER_SQRT_PI = 1.1283791670955126

/**
 * The error function, by the series erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5·…·(2n+1)), whose terms
 * all have one sign (Abramowitz and Stegun 1964, 7.1.6). Absolute error below 1.5e-15.
 */
export function erf(x: number): number {
  const size = Math.abs(x)
  if (size !== size) return x
  if (size > 6) return x > 0 ? 1 : -1
  const square = 2 * size * size
  let term = size
  let sum = size
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term *= square / n
    sum += term
  }
  const value = TWO_OVER_SQRT_PI * exp(-size * size) * sum
  return x > 0 ? value : -value
}

/** Above it, the continued fraction converges quickly. */
const FRACTION_FROM = 2
const SQRT_PI = 1.772453850905516

/**
 * 1 − erf x, with a small relative error also where it is tiny: for large x by the continued fraction
 * √π · e^(x²) · erfc x = 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) (Abramowitz and Stegun 1964, 7.1.14).
 */
export function erfc(x: number): number {
  if (!(x >= FRACTION_FROM)) return 1 - erf(x)
  let rest = x
  for (let k = 120; k >= 1; k--) rest = x + k / 2 / rest
  return exp(-x * x) / (SQRT_PI * rest)
}
