import { exp } from '../../math/exponential.ts'
import { ln } from '../../math/logarithm.ts'

/** Values to try: those of a list, or so many between two ends, both among them. */
export type Spacing =
  | { readonly kind: 'list'; readonly values: readonly SpacedValue[] }
  /** Equal differences. */
  | { readonly kind: 'linear'; readonly from: number; readonly to: number; readonly count: number }
  /** About equal ratios; both ends are above 0. */
  | {
      readonly kind: 'log'
      readonly from: number
      readonly to: number
      readonly count: number
      /** Whether values between the ends begin as a person would choose, with 1, 1.5, 2, 3, 5 or 7; absent: not. */
      readonly isTidy?: boolean | undefined
    }

/** What a field of a recipe can hold; null turns a setting off. */
export type SpacedValue = number | string | boolean | null

/** Digits of a value between two ends: more would be noise to read, and fewer might be another value. */
const LOG_DIGITS = 4

/**
 * The values of a spacing, in order and each once. Those between two ends are rounded to what a person would type:
 * logarithmic ones to numbers that a person would choose, or else to four digits, linear ones to a thousandth of their
 * distance.
 * @param isWhole rounds to whole numbers; those that become the same are one
 */
export function spacedValues(spacing: Spacing, isWhole = false): SpacedValue[] {
  if (spacing.kind === 'list') return [...new Set(spacing.values)]
  const { kind, from, to, count } = spacing
  const values = Array.from({ length: count }, (_, k) => {
    // The ends are meant as they were given, to the last bit.
    const value = k === 0 ? from : k === count - 1 ? to : valueAt(spacing, k / (count - 1))
    if (isWhole) return Math.round(value)
    if (k === 0 || k === count - 1) return value
    if (kind === 'log') return roundToDigits(value, LOG_DIGITS)
    return roundToStep(value, Math.abs(to - from) / (count - 1))
  })
  const distinct = [...new Set(values)]
  return kind === 'log' && spacing.isTidy === true ? tidyAll(distinct, isWhole) : distinct
}

/** First digits of numbers that a person would choose, about evenly spaced as ratios. */
const TIDY_LEADS = [1, 1.5, 2, 3, 5, 7, 10]

/** The nearest number, as a ratio, that begins with 1, 1.5, 2, 3, 5 or 7. */
export function tidy(value: number): number {
  let power = 1
  while (value / power >= 10) power *= 10
  while (value / power < 1) power /= 10
  const lead = value / power
  const ratio = (candidate: number): number => exp(Math.abs(ln(candidate / lead)))
  const nearest = TIDY_LEADS.reduce((a, b) => (ratio(b) < ratio(a) ? b : a))
  return roundToDigits(nearest * power, 2)
}

/** The inner values tidied; values that lie too close for that get three digits, or stay where even these are too few. */
function tidyAll(values: readonly number[], isWhole: boolean): number[] {
  const inner = (round: (value: number) => number): number[] =>
    values.map((value, k) => {
      if (k === 0 || k === values.length - 1) return value
      return isWhole ? Math.round(round(value)) : round(value)
    })
  const isRising = values[0]! <= values.at(-1)!
  const isOrdered = (list: readonly number[]): boolean =>
    list.every((value, k) => k === 0 || (isRising ? value > list[k - 1]! : value < list[k - 1]!))
  return [inner(tidy), inner((value) => roundToDigits(value, 3))].find(isOrdered) ?? [...values]
}

/**
 * The value at a share of the way from one end to the other.
 * @param share 0 to 1
 */
export function valueAt({ kind, from, to }: Exclude<Spacing, { kind: 'list' }>, share: number): number {
  if (kind === 'linear') return from + share * (to - from)
  return exp(ln(from) + share * (ln(to) - ln(from)))
}

/** Rounds to so many significant digits. */
export function roundToDigits(value: number, digits: number): number {
  return Number(value.toPrecision(digits))
}

/** Rounds to a thousandth of a step or finer; a step of 0 leaves a value as it is. */
export function roundToStep(value: number, step: number): number {
  if (step <= 0) return value
  let decimals = 3
  for (let scaled = step; scaled < 1 && decimals < 100; scaled *= 10) decimals++
  return Number(value.toFixed(decimals))
}
