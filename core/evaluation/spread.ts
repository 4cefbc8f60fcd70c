/** How values of several seeds lie. */
export interface Spread {
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Sample standard deviation (n − 1); null for one value. */
  readonly deviation: number | null
}

/** Mean, ends and standard deviation of some values. @throws RangeError for none */
export function spreadOf(values: readonly number[]): Spread {
  const n = values.length
  if (n === 0) throw new RangeError('Spread: expected one value at least, got none')
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0)
  return {
    mean,
    min: Math.min(...values),
    max: Math.max(...values),
    deviation: n === 1 ? null : Math.sqrt(squares / (n - 1)),
  }
}
