/** Ends of scales, as shares. */
const ENDS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1] as const

/** The end of the scale on which errors, shares from 0 to 1, are drawn from 0 on: the smallest round one that holds all. */
export function errorScale(errors: readonly number[]): number {
  const largest = Math.max(0, ...errors)
  return ENDS.find((end) => end >= largest) ?? 1
}
