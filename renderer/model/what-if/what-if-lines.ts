import type { WhatIfLine, WhatIfPoint } from '#core/experiments/what-if.ts'
import { accuracyOf } from '#core/experiments/what-if-summary.ts'
import { type ChartPoint, type ChartSeries, type ValueAxis, valueAxis } from '../../charts/chart-series.ts'
import type { MeasureName } from '#shared/measures.ts'

/** Which images the lines are measured on. */
export type WhatIfPart = 'unseen' | 'training'

export interface WhatIfView {
  readonly measure: MeasureName
  readonly part: WhatIfPart
}

/** The line of one value, as a chart shows it. */
export interface DrawnLine {
  readonly value: number
  readonly colour: string
  /** The recipe's own value. */
  readonly isPresent: boolean
  /** By epochs of training. */
  readonly points: readonly ChartPoint[]
  readonly hasDiverged: boolean
}

/** Colours of a scale from the smallest value to the largest, told apart by hue. */
const SCALE = ['var(--run-1)', 'var(--run-3)', 'var(--run-5)', 'var(--run-2)', 'var(--run-4)'] as const

/** The colour of a place in a list, as CSS. */
export function scaleColour(place: number, count: number): string {
  const at = count < 2 ? 0 : (place / (count - 1)) * (SCALE.length - 1)
  const from = Math.min(Math.floor(at), SCALE.length - 2)
  const share = Math.round(100 * (at - from))
  if (share === 0) return SCALE[from]
  if (share === 100) return SCALE[from + 1]
  return `color-mix(in oklab, ${SCALE[from]}, ${SCALE[from + 1]} ${share}%)`
}

/** What a point measured; null where that is no number. */
function measureOfPoint(point: WhatIfPoint, { measure, part }: WhatIfView): number | null {
  if (measure === 'loss') return part === 'unseen' ? point.loss : point.trainLoss
  return part === 'unseen' ? accuracyOf(point) : point.trainAccuracy
}

/** Lines for the chart by epoch, smallest value first. */
export function drawLines(lines: readonly WhatIfLine[], present: number, view: WhatIfView): DrawnLine[] {
  return lines.map((line, k) => ({
    value: line.value,
    colour: scaleColour(k, lines.length),
    isPresent: line.value === present,
    points: line.points.flatMap((point) => {
      const y = measureOfPoint(point, view)
      return y === null ? [] : [{ x: point.epochs, y }]
    }),
    hasDiverged: line.divergence !== null,
  }))
}

/** Losses beyond this many times what the networks start with would press all others together. */
const RUNAWAY = 1.5

const AXIS_RUN = { id: '', name: '', colour: '', epochs: [] }

/** The axis of some points of each line; null without any. */
function axisOf(
  lines: readonly DrawnLine[],
  pick: (points: readonly ChartPoint[]) => readonly ChartPoint[],
  { measure, isLogarithmic }: { measure: MeasureName; isLogarithmic: boolean },
): ValueAxis | null {
  const series = lines.flatMap(({ value, points }): ChartSeries[] => {
    const shown = pick(points)
    return shown.length === 0
      ? []
      : [{ key: String(value), run: AXIS_RUN, part: 'validation', points: shown }]
  })
  return valueAxis(series, measure, isLogarithmic)
}

/**
 * The axis for the courses. Of losses it leaves the steep beginning out of sight, which says nothing of the values, and
 * trainings that run away.
 */
export function courseAxis(
  lines: readonly DrawnLine[],
  options: { measure: MeasureName; isLogarithmic: boolean },
): ValueAxis | null {
  if (options.measure === 'accuracy') return axisOf(lines, (points) => points, options)
  const starts = lines.flatMap(({ points }) => (points.length === 0 ? [] : [points[0].y]))
  const largest = RUNAWAY * Math.max(...starts)
  const later = axisOf(lines, (points) => points.slice(1).filter(({ y }) => y <= largest), options)
  return later ?? axisOf(lines, (points) => points, options)
}

/** The axis for what finished trainings ended with. */
export function finalAxis(
  lines: readonly DrawnLine[],
  ended: ReadonlySet<number>,
  options: { measure: MeasureName; isLogarithmic: boolean },
): ValueAxis | null {
  const over = lines.filter(({ value, hasDiverged }) => ended.has(value) && !hasDiverged)
  return axisOf(over, (points) => points.slice(-1), options)
}

/** A line's measurement that is nearest to a place; null where it has none within a step of it. */
export function pointNear({ points }: DrawnLine, place: number, step: number): ChartPoint | null {
  let nearest: ChartPoint | null = null
  for (const point of points) {
    if (Math.abs(point.x - place) > step) continue
    if (nearest === null || Math.abs(point.x - place) < Math.abs(nearest.x - place)) nearest = point
  }
  return nearest
}

/** Where a value stands along an axis of values: by its logarithm where the values are spread so, zero before all. */
export function placesOfValues(values: readonly number[]): { value: number; place: number }[] {
  const positive = values.filter((value) => value > 0)
  const isLogarithmic =
    values.every((value) => value >= 0) &&
    positive.length >= 2 &&
    Math.max(...positive) / Math.min(...positive) > 20
  if (!isLogarithmic) return values.map((value) => ({ value, place: value }))
  const places = positive.map(Math.log10)
  const first = Math.min(...places)
  const step = (Math.max(...places) - first) / Math.max(1, positive.length - 1)
  return values.map((value) => ({ value, place: value > 0 ? Math.log10(value) : first - step }))
}

/** A value as a person writes it: `0.003`, `3e-7`, `10,000`. */
export function formatValue(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential().replace('e+', 'e')
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
}
