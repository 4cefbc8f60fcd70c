import { formatFixed } from './format-fixed.ts'

/**
 * A share of 1 as percent, 0.9512 as `95.12 %`.
 * @param space between number and sign: where a line could break there, a no-break space
 */
export function formatPercent(share: number, digits = 2, space = ' '): string {
  return `${formatFixed(100 * share, digits)}${space}%`
}
