import { formatFixed } from './format-fixed.ts'

const MINUS = '\u2212'

/**
 * A network's output with three decimals. One that three decimals would show as 0 is told by the number that it lies below or,
 * where it is negative, above: `<0.001`, `>−0.001`; one of a thousand and more by a power of ten.
 */
export function formatOutput(value: number): string {
  const size = Math.abs(value)
  if (size > 0 && size < 0.0005) return value > 0 ? '<0.001' : `>${MINUS}0.001`
  const text = size >= 1000 ? size.toExponential(2).replace('e+', 'e') : formatFixed(size, 3)
  return value < 0 ? `${MINUS}${text}` : text
}
