import { superscript } from './superscript.ts'

/**
 * A number with its power of ten, as it is read anywhere: `−2.3·10⁻⁵`. It has no place at which a line could break.
 * @param digits of the factor before the power, rounded
 */
export function powerOfTen(value: number, digits: number): string {
  const [factor = '', exponent = '0'] = Math.abs(value)
    .toExponential(digits - 1)
    .split('e')
  return `${value < 0 ? '−' : ''}${factor}·10${superscript(Number(exponent))}`
}
