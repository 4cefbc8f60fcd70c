import { formatFixed } from './format-fixed.ts'

/**
 * A share of 1 as percent, 0.9512 as `95.12 %`.
 * @param space between number and sign: where a line could break there, a no-break space
 */
export function formatPercent(share: number, digits = 2, space = ' '): string {
  return `${formatFixed(100 * share, digits)}${space}%`
}

/**
 * By how much a share lies above another one as both are shown, so that the difference agrees with the numbers beside it:
 * 0.9755 and 0.97375 read 97.55 % and 97.38 %, which are 0.17 points apart and not 0.18.
 * @param digits with which the shares are shown as percent
 * @returns a share of 1
 */
export function shownDifference(share: number, other: number, digits = 2): number {
  const shown = (value: number): number => Number(formatFixed(100 * value, digits))
  return (shown(share) - shown(other)) / 100
}
