/**
 * The epoch that a person means of those whose weights are kept: going up, the next one; going down, the one before;
 * else, or beyond the ends, the nearest.
 * @param kept in order, one at least
 * @param from where the choice stood
 */
export function snapToKept(kept: readonly number[], wanted: number, from: number): number {
  if (wanted > from) {
    const next = kept.find((epoch) => epoch >= wanted)
    if (next !== undefined) return next
  }
  if (wanted < from) {
    const before = kept.findLast((epoch) => epoch <= wanted)
    if (before !== undefined) return before
  }
  return kept.reduce((nearest, epoch) =>
    Math.abs(epoch - wanted) < Math.abs(nearest - wanted) ? epoch : nearest,
  )
}
