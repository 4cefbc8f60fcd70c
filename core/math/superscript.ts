/** A whole number in small raised digits, as in 10⁻⁷. */
export const superscript = (value: number): string =>
  `${value < 0 ? '⁻' : ''}${String(Math.abs(value)).replaceAll(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!)}`
