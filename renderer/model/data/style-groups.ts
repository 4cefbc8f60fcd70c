import type { NamedShare, StyleGallery, StyleSample } from '#contract/types.ts'

/** The styles of one digit. */
export interface StyleGroup {
  readonly digit: number
  readonly styles: readonly StyleSample[]
}

/** The styles of a gallery by digit. @param only the digit that is wanted; null: all */
export function groupStyles({ styles }: StyleGallery, only: number | null): StyleGroup[] {
  const digits = [...new Set(styles.map(({ digit }) => digit))]
  return digits
    .filter((digit) => only === null || digit === only)
    .map((digit) => ({ digit, styles: styles.filter((style) => style.digit === digit) }))
}

/** A share as a person reads it, as `4 %`, or `0.5 %` below 1. */
export function shareWords(share: number): string {
  const percent = 100 * share
  return `${percent < 1 ? percent.toFixed(1) : Math.round(percent)}\u00a0%`
}

/** Kinds with their shares in one sentence part, as `fine 40 %, medium 60 %`; null where there is one kind alone. */
export function kindWords(kinds: readonly NamedShare[]): string | null {
  if (kinds.length < 2) return null
  return kinds.map(({ name, share }) => `${name} ${shareWords(share)}`).join(', ')
}
