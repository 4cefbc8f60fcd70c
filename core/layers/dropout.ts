import type { Random } from '../random/random.ts'

/**
 * Inverted dropout (Srivastava et al. 2014): each activation is 0 with probability `rate`, else divided by 1 − rate,
 * so that evaluation needs no scaling.
 * @param out receives the result
 * @param factors receives what each activation was multiplied by, for `dropoutBackward`
 */
export function dropoutForward(
  out: Float64Array,
  factors: Float64Array,
  a: Float64Array,
  rate: number,
  length: number,
  random: Random,
): void {
  const kept = 1 / (1 - rate)
  const threshold = rate * 4294967296
  for (let i = 0; i < length; i++) {
    factors[i] = random.nextUint32() < threshold ? 0 : kept
    out[i] = a[i] * factors[i]
  }
}

/** d ← d ⊙ factors. */
export function dropoutBackward(d: Float64Array, factors: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) d[i] *= factors[i]
}
