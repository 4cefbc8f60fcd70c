/** Indices of so many of `count` at most, at even distances, so that a file that is sorted by class gives all of them. */
export function spreadIndices(count: number, most: number): number[] {
  const taken = Math.min(count, most)
  return Array.from({ length: taken }, (_, k) => Math.floor((k * count) / taken))
}
