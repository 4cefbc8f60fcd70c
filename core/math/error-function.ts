import { exp } from './exponential.ts'

const TWO_OVER_SQRT_PI = 1.1283791670955126

/**
 * The error function, by the series erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5·…·(2n+1)), whose terms
 * all have one sign (Abramowitz and Stegun 1964, 7.1.6). Absolute error below 1e-15.
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
