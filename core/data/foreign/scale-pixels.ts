import { DataError } from '../data-set.ts'

/** Shades that the digits of the UCI repository have (8 × 8 counts of dots, as scikit-learn's load_digits gives). */
const COUNT_SHADES = 16
const COUNT_PIXELS = 64

/** How numbers become the bytes of pixels. */
export interface PixelScale {
  readonly factor: number
  /** What was decided, a sentence; null where numbers are bytes already. */
  readonly note: string | null
}

/**
 * How the numbers of images are meant, by their range: 0 to 255 as they are, shares from 0 to 1 times 255, and counts from 0 to 16
 * of images of 64 pixels times 255 / 16.
 * @param least the smallest of all numbers
 * @param most the largest of all
 * @param pixels of one image
 * @param what the numbers are called in an error
 * @throws DataError for numbers below 0, above 255, or none
 */
export function findPixelScale(least: number, most: number, pixels: number, what: string): PixelScale {
  if (!(least >= 0 && most <= 255)) {
    throw new DataError(`${what}: expected pixels from 0 to 255, or from 0 to 1, got ${least} to ${most}`)
  }
  if (most <= 1) return { factor: 255, note: 'Its pixels were shares from 0 to 1.' }
  if (most <= COUNT_SHADES && pixels === COUNT_PIXELS) {
    return { factor: 255 / COUNT_SHADES, note: 'Its pixels were counts from 0 to 16.' }
  }
  return { factor: 1, note: null }
}
