/** Groups of thousands, as in `50,000`; a number does not start with a group of zeros. */
const GROUPED = /^[-+]?[1-9]\d{0,2}(?:,\d{3})+$/
const WITH_COMMA = /^[-+]?\d*,\d+(?:e[-+]?\d+)?$/i

/** What a text with a comma may stand for. */
export interface CommaReading {
  /** The comma taken for a decimal sign; null where there are several. */
  readonly asDecimal: string | null
  /** Commas taken to part thousands; null where they cannot. */
  readonly asGroups: string | null
}

/** What a text with commas may stand for as a number, written with a point; null for any other text. */
export function readCommas(text: string): CommaReading | null {
  const trimmed = text.trim()
  const asDecimal = WITH_COMMA.test(trimmed) ? trimmed.replace(',', '.').replace(/^([-+]?)\./, '$10.') : null
  const asGroups = GROUPED.test(trimmed) ? trimmed.replaceAll(',', '') : null
  return asDecimal === null && asGroups === null ? null : { asDecimal, asGroups }
}

/**
 * Reads a number as a person types it into a field: with a point, or with a comma where that can only mean one thing, as in
 * `0,5` and `1,000,000`. `1,500` is 1500 in a field of whole numbers, and else nothing, for it may be 1.5 as well.
 * @returns null for a text that is no number
 */
export function readTypedNumber(text: string, { isWhole = false } = {}): number | null {
  const commas = readCommas(text)
  if (commas !== null) {
    const { asDecimal, asGroups } = commas
    if (asGroups !== null && (isWhole || asDecimal === null)) return Number(asGroups)
    return asGroups === null ? Number(asDecimal) : null
  }
  const value = text.trim() === '' ? NaN : Number(text)
  return Number.isNaN(value) ? null : value
}

/** How to write what a text with a comma may mean, as in `0.5` or `1500 or 1.500`; null for a text without. */
export function adviseOnComma(text: string): string | null {
  const commas = readCommas(text)
  if (commas === null) return null
  return [commas.asGroups, commas.asDecimal].filter((reading) => reading !== null).join(' or ')
}
