import { Random } from '../random/random.ts'

/** Two keys for each layer, `(layers, 2)`: what the choices of one training step follow from. */
export type DropoutKeys = Uint32Array

/** The keys of one step of a training. */
export function dropoutKeys(seed: number, step: number, layers: number): DropoutKeys {
  const random = new Random(seed, 'dropout', step)
  return Uint32Array.from({ length: 2 * layers }, () => random.nextUint32())
}

/** A random number for each place in a mini-batch that depends on nothing but its place and the keys: 0 to 2³² − 1. */
function hash(index: number, key1: number, key2: number): number {
  let x = (Math.imul(index, 0x9e3779b9) + key1) | 0
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad)
  x = Math.imul(x ^ (x >>> 15) ^ key2, 0x735a2d97)
  return (x ^ (x >>> 15)) >>> 0
}

/** An activation is dropped where its random number is below this. */
export const dropoutThreshold = (rate: number): number => Math.min(Math.round(rate * 2 ** 32), 2 ** 32 - 1)

/**
 * Inverted dropout (Srivastava et al. 2014): each activation is 0 with probability `rate`, else divided by 1 − rate,
 * so that evaluation needs no scaling.
 * @param out receives the result
 * @param factors receives what each activation was multiplied by, for `dropoutBackward`
 * @param keys of all layers of the step; those of layer `k` decide
 */
export function dropoutForward(
  out: Float64Array,
  factors: Float64Array,
  a: Float64Array,
  rate: number,
  length: number,
  keys: DropoutKeys,
  k: number,
): void {
  const kept = 1 / (1 - rate)
  const threshold = dropoutThreshold(rate)
  for (let i = 0; i < length; i++) {
    factors[i] = hash(i, keys[2 * k]!, keys[2 * k + 1]!) < threshold ? 0 : kept
    out[i] = a[i]! * factors[i]!
  }
}

/** d ← d ⊙ factors. */
export function dropoutBackward(d: Float64Array, factors: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) d[i]! *= factors[i]!
}
