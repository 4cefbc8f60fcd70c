import { powerOfTen } from '#core/math/power-of-ten.ts'

const MINUS = '\u2212'

/** A size over many powers of ten, in so many digits: `0.120`, `3.90·10⁻⁹`; a dash for what is no number. */
export function significantNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–'
  if (value === 0) return '0'
  const size = Math.abs(value)
  const power = Math.floor(Math.log10(size))
  const text =
    power >= -3 && power < digits
      ? size.toPrecision(digits)
      : power === digits
        ? size.toFixed(0)
        : powerOfTen(size, digits)
  return value < 0 ? MINUS + text : text
}
