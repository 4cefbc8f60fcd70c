import type { FieldRange } from './field-range.ts'

/**
 * The value that an arrow key leads to. Whole numbers go by 1, with shift by 10; others by a tenth of
 * their own size (0.001 by 0.0001), with shift by their size. Stays within the range; a bound that the
 * range leaves out is not reached.
 */
export function stepNumber(value: number, direction: 1 | -1, range: FieldRange, isLarge: boolean): number {
  const size = value === 0 ? 0.1 : 10 ** Math.floor(Math.log10(Math.abs(value)) + 1e-9)
  const step = range.isWhole ? (isLarge ? 10 : 1) : isLarge ? size : size / 10
  const next = Number((value + direction * step).toPrecision(12))
  return range.allows(next) ? next : value
}
