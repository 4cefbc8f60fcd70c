import type { PenSpread } from './pen-spread.ts'
import type { PenStyle } from './pen-style.ts'
import type { Shared } from './shares.ts'

/** A style with its share in the digit's images. */
export interface SharedStyle extends PenStyle, Shared {}

export interface PenDigitsSizes {
  /** Images to train and validate on. */
  readonly trainingCount: number
  readonly testCount: number
}

/**
 * One way of making pen digits, which never changes once it is released: which styles come how often, how much hands
 * differ, and which of them the data set holds. Better pen digits are another edition under a name of their own, so that
 * a recipe means the same images for ever.
 */
export interface PenEdition {
  /** What recipes call it. */
  readonly dataSet: string
  /** Stands for its bytes before it is released: a change that alters any image raises it. */
  readonly version: number
  /** The styles of each digit, by digit. */
  readonly stylesByDigit: readonly (readonly SharedStyle[])[]
  readonly spread: PenSpread
  /** What its data set is made from. */
  readonly making: PenDigitsSizes & { readonly seed: number }
}

/** The styles of one digit that have a share, in the order of the shares. */
export function shareStyles<Name extends string>(
  styles: Readonly<Record<Name, PenStyle>>,
  shares: Readonly<Partial<Record<Name, number>>>,
): SharedStyle[] {
  const names = Object.keys(shares) as Name[]
  return names.map((name) => ({ ...styles[name], share: shares[name]! }))
}
