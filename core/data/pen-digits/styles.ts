import type { PenStyle } from './pen-style.ts'
import { STYLES_0_TO_4 } from './styles-0-to-4.ts'
import { STYLES_5_TO_9 } from './styles-5-to-9.ts'

/** The ways of writing that pen digits are made of. Each style's shapes are extremes, blended at random. */
export const PEN_STYLES: readonly PenStyle[] = [...STYLES_0_TO_4, ...STYLES_5_TO_9]

/** The styles of each digit, by digit. */
export const STYLES_BY_DIGIT: readonly (readonly PenStyle[])[] = Array.from({ length: 10 }, (_, digit) =>
  PEN_STYLES.filter((style) => style.digit === digit),
)
