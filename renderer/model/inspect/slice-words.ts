import { formatFixed } from '#core/math/format-fixed.ts'
import type { SliceAccuracy, SliceCode } from '#core/evaluation/slices.ts'
import { formatCount } from '../format.ts'

/** Degrees that a foreground leans which moves so many pixels a row. */
const degrees = (leaning: number): string =>
  `${formatFixed((Math.atan(Math.abs(leaning)) * 180) / Math.PI, 0)}°`

/** What the images of a slice have in common, in a few words. */
export function nameSlice(code: SliceCode, total?: number): string {
  switch (code) {
    case 'thin':
      return 'Thinnest quarter'
    case 'thick':
      return 'Thickest quarter'
    case 'left-leaning':
      return 'Leaning most to the left'
    case 'right-leaning':
      return 'Leaning most to the right'
    case 'first-half':
      return total === undefined ? 'First half' : `First ${formatCount(total)}`
    case 'last-half':
      return total === undefined ? 'Last half' : `Last ${formatCount(total)}`
  }
}

/** What sets the images of a slice apart; empty for halves. */
export function describeBound({ code, bound }: Pick<SliceAccuracy, 'code' | 'bound'>): string {
  if (bound === null) return ''
  switch (code) {
    case 'thin':
      return `strokes up to ${formatFixed(bound, 1)} pixels wide`
    case 'thick':
      return `strokes of ${formatFixed(bound, 1)} pixels and more`
    case 'left-leaning':
      return bound <= 0 ? `by ${degrees(bound)} and more` : `or to the right by up to ${degrees(bound)}`
    case 'right-leaning':
      return bound >= 0 ? `by ${degrees(bound)} and more` : `or to the left by up to ${degrees(bound)}`
    case 'first-half':
    case 'last-half':
      return ''
  }
}
