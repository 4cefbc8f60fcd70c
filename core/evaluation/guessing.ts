import { wilsonInterval } from './intervals.ts'

/**
 * Whether a share of right answers is no better, but for chance, than that of always answering one class: its 95 % interval
 * does not lie above it.
 * @param accuracy 0 to 1
 * @param count images that it was measured on, at least 1
 * @param baseline share of the commonest class, 0 to 1
 */
export function isNoBetterThanGuessing(accuracy: number, count: number, baseline: number): boolean {
  return wilsonInterval(Math.round(accuracy * count), count).low <= baseline
}
