/** So many digits of a number are sure; what is behind them comes of computing in binary. */
const SURE_DIGITS = 12

/**
 * A number with so many decimals, rounded as it is read in decimal: ties go away from zero, also where the number is a
 * little off in binary, as 100 × 0.29075 is.
 * @param digits 0 to 6
 */
export function formatFixed(value: number, digits: number): string {
  const size = Math.abs(value)
  // Beyond these a number has an exponent, and there is no tie that a person could see.
  if (!(size >= 1e-6 && size < 1e12)) return value.toFixed(digits)
  const [whole = '0', decimals = ''] = decimalOf(size).split('.')
  if (decimals.length <= digits) return value.toFixed(digits)
  const scaled = BigInt(whole + decimals.slice(0, digits)) + (decimals.charAt(digits) >= '5' ? 1n : 0n)
  const text = scaled.toString().padStart(digits + 1, '0')
  const rounded = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
  return value < 0 ? `-${rounded}` : rounded
}

/** Without an exponent. */
function decimalOf(size: number): string {
  const sure = Number(size.toPrecision(SURE_DIGITS))
  const text = String(sure)
  return text.includes('e') ? sure.toFixed(18) : text
}
