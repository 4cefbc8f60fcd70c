/**
 * The p-values of several comparisons, made larger so that among all of them together a difference that is chance is called
 * real no more often than by a single one (Holm 1979, https://www.jstor.org/stable/4615733): of m in ascending order, the
 * k-th from 0 is multiplied by m − k, is no smaller than the one before, and at most 1. One alone stays as it is.
 */
export function adjustByHolm(pValues: readonly number[]): number[] {
  const ascending = pValues.map((p, index) => ({ p, index })).toSorted((a, b) => a.p - b.p)
  const adjusted = new Array<number>(pValues.length)
  let least = 0
  ascending.forEach(({ p, index }, k) => {
    least = Math.max(least, Math.min(1, (pValues.length - k) * p))
    adjusted[index] = least
  })
  return adjusted
}
