/** Median, smallest and largest of some measurements. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @throws RangeError for no values */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Median: expected one value at least, got none')
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}

/** How many times longer `others` took than `own`. */
export interface Ratio {
  readonly ofMinima: number
  readonly ofMedians: number
  /** Median of the ratios within each round, which a machine that slows down between rounds does not move. */
  readonly perRound: number
}

/** @param others and @param own seconds by round, from the first; who left early has fewer */
export function ratioOf(others: readonly number[], own: readonly number[]): Ratio {
  const shared = own.slice(0, others.length)
  return {
    ofMinima: Math.min(...others) / Math.min(...own),
    ofMedians: median(others) / median(own),
    perRound: median(shared.map((seconds, round) => others[round]! / seconds)),
  }
}
