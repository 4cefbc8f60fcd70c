import { ticks as linearTicks, tickStep } from 'd3-array'
import { scaleLinear, scaleLog, scaleUtc } from 'd3-scale'
import type { AxisRange, ChartAxis, ChartTick } from './chart.ts'
import { labelTicks, WHOLE_UNITS, type ChartUnit } from './chart-units.ts'

export interface NumberAxisOptions {
  readonly label: string
  readonly unit: ChartUnit
  /** Null where nothing was measured: such an axis has no ticks. */
  readonly range: AxisRange | null
  readonly isLogarithmic?: boolean
  /** About how many ticks it should have. */
  readonly count?: number
  /** Where it is marked, smallest first; by default at round numbers. */
  readonly at?: readonly number[]
  /** All there is to see, where the axis can be zoomed. */
  readonly whole?: AxisRange | null
  /** Whether values of 0 are among those shown, which a logarithmic axis has no other place for. */
  readonly hasZero?: boolean
}

/** Ticks of an axis of values, which are below each other, and of a horizontal one. */
export const VALUE_TICKS = 5
export const POSITION_TICKS = 8

/** A logarithmic axis over less than this factor has too few round numbers of its own: it is marked as a linear one is. */
export const NARROW_FACTOR = 4

/** An axis of numbers with its ticks. A range without an extent, or one that has no logarithm, becomes one that can be drawn. */
export function numberAxis(options: NumberAxisOptions): ChartAxis {
  const { label, unit, range, count = VALUE_TICKS, at, whole } = options
  const kind =
    options.isLogarithmic && range !== null && range.min > 0 ? 'log' : unit === 'seconds' ? 'time' : 'linear'
  const { min, max } = extended(range ?? { min: 0, max: 0 }, kind, unit)
  const hasZero = options.hasZero === true && kind === 'log'
  const ticks =
    at === undefined
      ? axisTicks({ kind, unit, min, max }, count)
      : labelled(hasZero ? at.filter((value) => value > 0) : at, unit, null, 3)
  return {
    ...{ label, unit, kind, min, max },
    ticks: range === null ? [] : hasZero ? [...labelled([0], unit, null), ...ticks] : ticks,
    ...(whole == null ? {} : { whole }),
    ...(hasZero ? { hasZero } : {}),
  }
}

/** A range with an extent; a share's never leaves 0 to 1. */
function extended({ min, max }: AxisRange, kind: ChartAxis['kind'], unit: ChartUnit): AxisRange {
  if (max > min) return { min, max }
  if (kind !== 'log') return { min, max: min + 1 }
  return unit === 'share' && min * 10 > 1 ? { min: min / 10, max: min } : { min, max: min * 10 }
}

/** An axis of names at positions. @param names smallest position first @param room beyond both ends, in its units */
export function categoryAxis(label: string, names: readonly ChartTick[], room: number): ChartAxis {
  const [min, max] = names.length === 0 ? [0, 1] : [names[0]!.value, names[names.length - 1]!.value]
  return { label, kind: 'category', unit: 'number', min: min - room, max: max + room, ticks: names }
}

/** Round numbers along an axis, as many as asked for, about. */
export function axisTicks(
  { kind, unit, min, max }: Pick<ChartAxis, 'kind' | 'unit' | 'min' | 'max'>,
  count: number,
): ChartTick[] {
  const { values, step } =
    kind === 'log' && max >= NARROW_FACTOR * min
      ? { values: logarithmicTicks(min, max, count), step: null }
      : kind === 'time' && max - min >= 60
        ? { values: timeTicks(min, max, count), step: null }
        : evenTicks(min, max, count, WHOLE_UNITS.has(unit))
  return labelled(values, unit, step)
}

/** @param precision digits of the values that are worth a label */
function labelled(
  values: readonly number[],
  unit: ChartUnit,
  step: number | null,
  precision = 12,
): ChartTick[] {
  const rounded = values.map((value) => Number(value.toPrecision(precision)))
  const labels = labelTicks(rounded, unit, step)
  return values.map((value, k) => ({ value, label: labels[k]! }))
}

function evenTicks(
  min: number,
  max: number,
  count: number,
  isWhole: boolean,
): { values: number[]; step: number | null } {
  const values = linearTicks(min, max, count)
  if (isWhole) return { values: values.filter(Number.isInteger), step: 1 }
  return { values, step: max > min ? tickStep(min, max, count) : null }
}

/** Whole seconds, minutes or hours. */
function timeTicks(min: number, max: number, count: number): number[] {
  const dates = scaleUtc([new Date(min * 1000), new Date(max * 1000)], [0, 1]).ticks(count)
  return dates.map((date) => date.getTime() / 1000)
}

/** Within a decade all, over a few 1, 2 and 5 of each, over many 1 alone, of every second or third decade where room is short. */
function logarithmicTicks(min: number, max: number, count: number): number[] {
  const decades = Math.log10(max / min)
  const all = scaleLog([min, max], [0, 1]).ticks(count)
  if (decades < 1) return all
  return all.filter((value) => {
    const lead = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9))
    return decades > 3 ? lead === 1 : lead === 1 || lead === 2 || lead === 5
  })
}

export interface AxisScale {
  (value: number): number
  invert(position: number): number
}

/** Where 0 lies on a logarithmic axis that has it, where the break is, and where the logarithms begin, as shares of its length. */
const ZERO_AT = 0.04
const BREAK_AT = 0.09
const LOGARITHMS_FROM = 0.14

/** Where the values of an axis lie between two positions, in pixels or any other unit. Not finite where a logarithm is missing. */
export function scaleOf({ kind, min, max, hasZero }: ChartAxis, from: number, to: number): AxisScale {
  if (kind !== 'log' || hasZero !== true)
    return (kind === 'log' ? scaleLog : scaleLinear)([min, max], [from, to])
  const length = to - from
  const start = from + LOGARITHMS_FROM * length
  const logarithms = scaleLog([min, max], [start, to])
  // What is smaller than the axis shows must not look like 0.
  const scale = (value: number): number =>
    value === 0 ? from + ZERO_AT * length : logarithms(value > 0 ? Math.max(value, min) : value)
  const isBelowBreak = (position: number): boolean => (position - from) / length < BREAK_AT
  const invert = (position: number): number =>
    isBelowBreak(position) ? 0 : Math.max(min, logarithms.invert(position))
  return Object.assign(scale, { invert })
}

/** The least value that an axis shows. */
export const lowestOf = ({ min, hasZero }: ChartAxis): number => (hasZero === true ? 0 : min)

/** Ends of an axis are rounded: what is beyond by less than this share of them is not. */
const ROUNDING = 1e-8

/** Whether an axis has a place for a value. */
export function isOnAxis(value: number, { kind, min, max, hasZero }: ChartAxis): boolean {
  const room = kind === 'log' ? 0 : ROUNDING * (max - min)
  const isWithin =
    value >= min - ROUNDING * Math.abs(min) - room && value <= max + ROUNDING * Math.abs(max) + room
  return isWithin || (value === 0 && hasZero === true)
}

/** Where the break between 0 and the logarithms is, between the same positions as of `scaleOf`; null where there is none. */
export function breakOf({ kind, hasZero }: ChartAxis, from: number, to: number): number | null {
  return kind === 'log' && hasZero === true ? from + BREAK_AT * (to - from) : null
}

/** The same axis with room beyond both ends. @param room as a share of its length */
export function widenAxis(axis: ChartAxis, room: number): ChartAxis {
  const scale = scaleOf({ ...axis, hasZero: false }, 0, 1)
  return { ...axis, min: scale.invert(-room), max: scale.invert(1 + room) }
}
