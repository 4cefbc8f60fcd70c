import { Random } from '../../random/random.ts'
import { drawingToImage, FIELD_SIZE } from '../network-input.ts'
import { writeInStyle } from './hand.ts'
import type { PenEdition } from './pen-edition.ts'
import type { Shared } from './shares.ts'

/** A style with examples. */
export interface StyleSample {
  readonly digit: number
  readonly name: string
  /** Of the digit's images, 0 to 1. */
  readonly share: number
  /** `(count, 28 × 28)`, as the images of the data set are made. */
  readonly images: Uint8Array
}

/** One of several kinds of hands or pens. */
export interface NamedShare {
  readonly name: string
  /** Of all images, 0 to 1. */
  readonly share: number
}

/** What pen digits are made of. */
export interface StyleGallery {
  readonly rows: number
  readonly columns: number
  /** By digit, the most frequent first. */
  readonly styles: readonly StyleSample[]
  readonly slants: readonly NamedShare[]
  readonly pens: readonly NamedShare[]
  readonly care: readonly NamedShare[]
}

/**
 * Writes each style of an edition several times. Same seed, same images.
 * @param count images of each style
 */
export function drawStyles(edition: PenEdition, count: number, seed: number): StyleGallery {
  const { stylesByDigit, spread } = edition
  const pixels = FIELD_SIZE * FIELD_SIZE
  const styles = stylesByDigit.flatMap((ofDigit) =>
    toShares(ofDigit).map(({ digit, name, shapes, share }) => {
      const images = new Uint8Array(count * pixels)
      for (let k = 0; k < count; k++) {
        const random = new Random(seed, 'pen style', digit, name, k)
        const { strokes, penWidth } = writeInStyle({ digit, name, shapes }, random, spread)
        images.set(drawingToImage(strokes, { penWidth })!, k * pixels)
      }
      return { digit, name, share, images }
    }),
  )
  const named = (kinds: readonly (Shared & { readonly name: string })[]): NamedShare[] =>
    toShares(kinds).map(({ name, share }) => ({ name, share }))
  return {
    rows: FIELD_SIZE,
    columns: FIELD_SIZE,
    styles,
    slants: named(spread.slants),
    pens: named(spread.pens),
    care: named(spread.care),
  }
}

/** The same with shares that sum to 1, the largest first. */
function toShares<T extends Shared>(choices: readonly T[]): T[] {
  const total = choices.reduce((sum, { share }) => sum + share, 0)
  return choices
    .map((choice) => ({ ...choice, share: choice.share / total }))
    .sort((a, b) => b.share - a.share)
}
