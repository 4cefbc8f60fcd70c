import type { AxisRange } from '#shared/chart/chart.ts'

/** An axis as it is looked at; all arithmetic is in what is even on the screen. */
export interface AxisView {
  readonly range: AxisRange
  /** What there is to see at most. */
  readonly whole: AxisRange
  readonly isLogarithmic: boolean
}

/** A view is never narrower than this share of the whole. */
const NARROWEST = 1e-3

/** The range after zooming by a factor (below 1: closer) around a position; null: all of it. */
export function zoomRange(
  { range, whole, isLogarithmic }: AxisView,
  around: number,
  factor: number,
): AxisRange | null {
  const [to, from] = mapping(isLogarithmic)
  const [min, max, centre] = [to(range.min), to(range.max), to(around)]
  const [wholeMin, wholeMax] = [to(whole.min), to(whole.max)]
  const span = Math.max((max - min) * factor, (wholeMax - wholeMin) * NARROWEST)
  if (span >= wholeMax - wholeMin) return null
  const share = max > min ? (centre - min) / (max - min) : 0.5
  return keepInside(centre - share * span, span, wholeMin, wholeMax, from)
}

/** The range moved by a share of itself, to the right for a positive one, as far as there is something to see. */
export function panRange({ range, whole, isLogarithmic }: AxisView, share: number): AxisRange {
  const [to, from] = mapping(isLogarithmic)
  const min = to(range.min)
  const span = to(range.max) - min
  return keepInside(min + share * span, span, to(whole.min), to(whole.max), from)
}

function keepInside(
  min: number,
  span: number,
  wholeMin: number,
  wholeMax: number,
  from: (value: number) => number,
): AxisRange {
  const kept = Math.max(wholeMin, Math.min(min, wholeMax - span))
  return { min: from(kept), max: from(kept + span) }
}

function mapping(isLogarithmic: boolean): [(value: number) => number, (value: number) => number] {
  return isLogarithmic ? [Math.log10, (value) => 10 ** value] : [(value) => value, (value) => value]
}
