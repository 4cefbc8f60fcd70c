import { ln } from '../math/logarithm.ts'

/**
 * A seeded generator of random numbers: xoshiro128** (Blackman and Vigna 2018), seeded by splitmix32.
 *
 * The same seed and keys give the same numbers on every machine. Keys name independent streams, as in
 * `new Random(seed, 'shuffle', epoch)`: what is drawn for one purpose never shifts what is drawn for another.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number
  #spareNormal: number | undefined

  constructor(seed: number, ...keys: readonly (string | number)[]) {
    let state = mixKeys(seed, keys)
    const next = (): number => mix((state = (state + 0x9e3779b9) >>> 0))
    this.#a = next()
    this.#b = next()
    this.#c = next()
    this.#d = next() | 1 // never all zero
  }

  /** A whole number from 0 to 2³² − 1. */
  nextUint32(): number {
    const product = Math.imul(this.#b, 5)
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = (this.#d << 11) | (this.#d >>> 21)
    return result
  }

  /** A number from 0 up to, but not including, 1, with 53 random bits. */
  uniform(): number {
    return ((this.nextUint32() >>> 5) * 67108864 + (this.nextUint32() >>> 6)) / 9007199254740992
  }

  /** A whole number from 0 up to, but not including, `bound`; no value is favoured (Lemire's rejection). */
  integer(bound: number): number {
    const limit = 4294967296 - (4294967296 % bound)
    for (;;) {
      const value = this.nextUint32()
      if (value < limit) return value % bound
    }
  }

  /** A draw from the normal distribution N(0, 1) (Marsaglia's polar method, 1964). */
  normal(): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal
      this.#spareNormal = undefined
      return spare
    }
    for (;;) {
      const u = 2 * this.uniform() - 1
      const v = 2 * this.uniform() - 1
      const s = u * u + v * v
      if (s >= 1 || s === 0) continue
      const factor = Math.sqrt((-2 * ln(s)) / s)
      this.#spareNormal = v * factor
      return u * factor
    }
  }

  /** Puts the elements in a random order, in place (Fisher and Yates; Durstenfeld 1964). */
  shuffle<T extends { length: number; [index: number]: number }>(elements: T): T {
    for (let i = elements.length - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const swapped = elements[i]!
      elements[i] = elements[j]!
      elements[j] = swapped
    }
    return elements
  }
}

/** What a stream starts from: 32 bits that follow from the seed and the keys, key by key. */
export function mixKeys(seed: number, keys: readonly (string | number)[]): number {
  let state = mix(seed >>> 0)
  for (const key of keys) {
    if (typeof key === 'number') state = mix(state ^ mix(0x10000) ^ key)
    else for (let i = 0; i < key.length; i++) state = mix(state ^ mix(key.charCodeAt(i)))
  }
  return state
}

/** A bijective scrambler of 32 bits (splitmix32's finalizer). */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
  return (z ^ (z >>> 15)) >>> 0
}
