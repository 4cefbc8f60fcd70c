import type { ComparedLine } from './compared-lines.ts'
import type { ComparedMeasure } from './compared-measures.ts'

/** From `min` to `max` along an axis. */
export interface AxisRange {
  readonly min: number
  readonly max: number
}

export interface ValueRangeOptions {
  readonly isLogarithmic: boolean
  /** Whether a few values far from the rest may be left out of sight. */
  readonly cutsOutliers: boolean
  /** Only what lies here counts; null: all. */
  readonly x: AxisRange | null
}

/** From this many points on, a few of them can be outliers. */
const OUTLIERS_FROM = 20
const OUTLIERS = 0.05
/** They are left out of sight where they would press the rest into less than this share of the axis. */
const SETTLED_SHARE = 0.4
/** Room above and below, as a share of the range. */
const ROOM = 0.05

/** Where an axis of values has to reach from and to; null where there is nothing to show. */
export function valueRange(
  lines: readonly ComparedLine[],
  measure: Pick<ComparedMeasure, 'best' | 'isShare'>,
  { isLogarithmic, cutsOutliers, x }: ValueRangeOptions,
): AxisRange | null {
  const ranges = lines.flatMap((line): AxisRange[] => {
    const values: number[] = []
    for (const points of [line.points, line.band?.low ?? [], line.band?.high ?? []]) {
      for (const point of points) {
        if (x !== null && (point.x < x.min || point.x > x.max)) continue
        if (!isLogarithmic || point.y > 0) values.push(point.y)
      }
    }
    const seen = Float64Array.from(values).sort()
    if (seen.length === 0) return []
    return [cutsOutliers ? settledRange(seen, measure.best) : { min: seen[0], max: seen[seen.length - 1] }]
  })
  if (ranges.length === 0) return null
  const min = Math.min(...ranges.map((range) => range.min))
  const max = Math.max(...ranges.map((range) => range.max))
  return isLogarithmic ? widenByFactor(min, max) : widen(min, max, measure.isShare)
}

/** All of the sorted values, or all but the 5 % farthest from where they settled, if those would take most of the axis. */
function settledRange(sorted: Float64Array, best: ComparedMeasure['best']): AxisRange {
  const whole = { min: sorted[0], max: sorted[sorted.length - 1] }
  if (sorted.length < OUTLIERS_FROM) return whole
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]
  const settled = {
    min: best === 'low' ? whole.min : at(OUTLIERS),
    max: best === 'high' ? whole.max : at(1 - OUTLIERS),
  }
  return settled.max - settled.min < SETTLED_SHARE * (whole.max - whole.min) ? settled : whole
}

function widen(min: number, max: number, isShare: boolean): AxisRange {
  const differs = max - min > 1e-9 * max
  const span = Math.max(differs ? max - min : max, 1e-12)
  const low = min - ROOM * span
  const high = max + ROOM * span
  // No measure is negative; a share is 1 at most, and its line there should not touch the frame.
  return { min: Math.max(0, low), max: isShare ? Math.min(Math.max(1, max), high) : high }
}

function widenByFactor(min: number, max: number): AxisRange {
  const factor = Math.max((max / min) ** ROOM, 1.05)
  return { min: min / factor, max: max * factor }
}

/** Where the horizontal axis reaches from and to; null without points. */
export function placeRange(lines: readonly ComparedLine[], isLogarithmic: boolean): AxisRange | null {
  let min = Infinity
  let max = -Infinity
  for (const { points } of lines) {
    const first = isLogarithmic ? points.find((point) => point.x > 0) : points[0]
    if (first === undefined) continue
    min = Math.min(min, first.x)
    max = Math.max(max, points[points.length - 1].x)
  }
  return max === -Infinity ? null : { min, max }
}

/** An axis as it is looked at; all arithmetic is in what is even on the screen. */
export interface AxisView {
  readonly range: AxisRange
  /** What there is to see at most. */
  readonly whole: AxisRange
  readonly isLogarithmic: boolean
}

/** A view is never narrower than this share of the whole. */
const NARROWEST = 1e-3

/** The range after zooming by a factor (below 1: closer) around a place; null: all of it. */
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
