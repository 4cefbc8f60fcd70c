import { extent, nice, quantileSorted } from 'd3-array'
import type { AxisRange, ChartPoint } from './chart.ts'
import { NARROW_FACTOR, VALUE_TICKS } from './chart-axes.ts'

export interface ValueRule {
  /** Which end of the measure is good: outliers lie at the other; null where neither is. */
  readonly best: 'high' | 'low' | null
  /** Whether it is a share, which never leaves 0 to 1. */
  readonly isShare: boolean
  readonly isLogarithmic: boolean
  /** Whether a few values far from the rest may be left out of sight. */
  readonly cutsOutliers: boolean
  /** Whether a linear axis begins at 0. */
  readonly startsAtZero: boolean
  /** Whether its ends lie close to the values rather than at whole ticks, so that these spread over all of it. */
  readonly isTight?: boolean
}

/** From this many points on, a few of them can be outliers. */
const OUTLIERS_FROM = 20
const OUTLIERS = 0.05
/** They are left out of sight where they would press the rest into less than this share of the axis. */
const SETTLED_SHARE = 0.4
/** Least room between the values and the ends of their axis, as a share of what they span. */
const ROOM = 0.005
/** The room where the ends are no ticks. */
const TIGHT_ROOM = 0.04
/** Below it, differences are no more than rounding. */
const SMALLEST = 1e-12
/** The narrowest range of shares that is worth a whole axis. */
const NARROWEST_SHARE = 0.01

/**
 * Where an axis of values reaches from and to: rounded to whole ticks, so that it seldom moves while points arrive. No
 * measure is negative. Null where there is nothing to show.
 * @param lines the values of each line; those that are not finite, and on a logarithmic axis not above 0, do not count
 */
export function valueRange(lines: readonly (readonly number[])[], rule: ValueRule): AxisRange | null {
  const ranges = lines.flatMap((values) => lineRange(values, rule) ?? [])
  // Zeros alone: they lie below a logarithmic axis, which has to begin somewhere.
  if (ranges.length === 0) return rule.isLogarithmic && hasZeros(lines) ? { min: 0.01, max: 1 } : null
  const min = Math.min(...ranges.map((range) => range.min))
  const max = Math.max(...ranges.map((range) => range.max))
  if (rule.isTight === true) return rule.isLogarithmic ? widenByFactor(min, max, rule) : widen(min, max, rule)
  if (!rule.isLogarithmic) return roundToTicks(min, max, rule)
  // A narrow logarithmic axis is marked as a linear one is, and would be mostly empty if it ended at one digit.
  const linear = roundToTicks(min, max, { ...rule, startsAtZero: false })
  return max < NARROW_FACTOR * min && linear.min > 0 ? linear : roundByDigit(min, max, rule.isShare)
}

/** What is shown of one line at least; null where none of its values counts. */
export function lineRange(
  values: readonly number[],
  { best, isLogarithmic, cutsOutliers }: Pick<ValueRule, 'best' | 'isLogarithmic' | 'cutsOutliers'>,
): AxisRange | null {
  const seen = values.filter((value) => Number.isFinite(value) && (!isLogarithmic || value > 0))
  if (seen.length === 0) return null
  return cutsOutliers ? settledRange(seen, best) : wholeRange(seen)
}

/** Whether a value is 0, which has no logarithm. */
export function hasZeros(lines: readonly (readonly number[])[]): boolean {
  return lines.some((values) => values.includes(0))
}

function wholeRange(values: readonly number[]): AxisRange {
  const [min, max] = extent(values)
  return { min: min!, max: max! }
}

/** All of the values, or all but the 5 % farthest from where they settled, if those would take most of the axis. */
function settledRange(values: readonly number[], best: ValueRule['best']): AxisRange {
  const whole = wholeRange(values)
  if (values.length < OUTLIERS_FROM) return whole
  const sorted = Array.from(Float64Array.from(values).sort())
  const settled = {
    min: best === 'low' ? whole.min : quantileSorted(sorted, OUTLIERS)!,
    max: best === 'high' ? whole.max : quantileSorted(sorted, 1 - OUTLIERS)!,
  }
  return settled.max - settled.min < SETTLED_SHARE * (whole.max - whole.min) ? settled : whole
}

function roundToTicks(least: number, greatest: number, rule: ValueRule): AxisRange {
  const wide = widen(least, greatest, rule)
  const [min, max] = nice(wide.min, wide.max, VALUE_TICKS)
  return { min: Math.max(0, min), max: rule.isShare ? Math.min(1, max) : max }
}

/** With room beyond both ends, and wide enough for what hardly differs. */
function widen(least: number, greatest: number, { isShare, startsAtZero, isTight }: ValueRule): AxisRange {
  const low = startsAtZero && !isShare ? 0 : least
  const span = greatest - low
  const narrowest = isShare ? NARROWEST_SHARE : greatest > SMALLEST ? greatest * 0.05 : 1
  const isFlat = span <= Math.max(1e-9 * greatest, SMALLEST)
  // Shares that hardly differ, and values that are all the same, are not drawn as if they differed much.
  const wide = isShare || isFlat ? Math.max(0, (narrowest - span) / 2) : 0
  const room = Math.max(wide, (isTight === true ? TIGHT_ROOM : ROOM) * span)
  return { min: Math.max(0, low - room), max: isShare ? Math.min(1, greatest + room) : greatest + room }
}

/** The same for a logarithmic axis. */
function widenByFactor(least: number, greatest: number, { isShare }: ValueRule): AxisRange {
  const ratio = greatest / least
  const factor = ratio > 1 + 1e-9 ? ratio ** TIGHT_ROOM : 1 + TIGHT_ROOM
  return { min: least / factor, max: isShare ? Math.min(1, greatest * factor) : greatest * factor }
}

/** To one digit: from 0.0347 down to 0.03, up to 0.04; shares to 1 at most. */
function roundByDigit(least: number, greatest: number, isShare: boolean): AxisRange {
  const round = (value: number, to: (x: number) => number): number => {
    const exponent = Math.floor(Math.log10(value))
    // A product with 10⁻³ would be off in the last digit.
    return Number(`${to(value / 10 ** exponent)}e${exponent}`)
  }
  const min = round(least, (x) => Math.floor(x + 1e-9))
  const max = round(greatest, (x) => Math.ceil(x - 1e-9))
  if (max >= min * 2) return { min, max }
  return isShare && min * 2 > 1 ? { min: max / 2, max } : { min, max: min * 2 }
}

/** From the first position of all lines to the last, on a logarithmic axis to those above 0; null without points. */
export function positionRange(
  lines: readonly (readonly ChartPoint[])[],
  isLogarithmic: boolean,
): AxisRange | null {
  let min = Infinity
  let max = -Infinity
  for (const points of lines) {
    const first = isLogarithmic ? points.find((point) => point.x > 0) : points.at(0)
    if (first === undefined) continue
    min = Math.min(min, first.x)
    max = Math.max(max, points[points.length - 1]!.x)
  }
  return max === -Infinity ? null : { min, max }
}
