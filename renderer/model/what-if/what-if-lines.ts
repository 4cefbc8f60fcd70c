import type { WhatIfLine, WhatIfPoint } from '#core/experiments/what-if.ts'
import { accuracyOf } from '#core/experiments/what-if-summary.ts'
import type { ChartPoint } from '#shared/chart/chart.ts'
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
  /** By epochs, which count from 0 and are measured at their end: −1 before the first. */
  readonly points: readonly ChartPoint[]
  readonly hasDiverged: boolean
}

/** Colours of a scale from the smallest value to the largest, distinct by hue. */
const SCALE = ['var(--run-1)', 'var(--run-3)', 'var(--run-5)', 'var(--run-2)', 'var(--run-4)'] as const

/** The colour of a position in a list, as CSS. */
export function scaleColour(position: number, count: number): string {
  const at = count < 2 ? 0 : (position / (count - 1)) * (SCALE.length - 1)
  const from = Math.min(Math.floor(at), SCALE.length - 2)
  const share = Math.round(100 * (at - from))
  if (share === 0) return SCALE[from]!
  if (share === 100) return SCALE[from + 1]!
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
      return y === null ? [] : [{ x: point.epochs - 1, y }]
    }),
    hasDiverged: line.divergence !== null,
  }))
}

/** The positions of values along an axis: by their logarithm where they span more than a factor of 20, zero first. */
export function positionsOfValues(values: readonly number[]): { value: number; position: number }[] {
  const positive = values.filter((value) => value > 0)
  const isLogarithmic =
    values.every((value) => value >= 0) &&
    positive.length >= 2 &&
    Math.max(...positive) / Math.min(...positive) > 20
  if (!isLogarithmic) return values.map((value) => ({ value, position: value }))
  const positions = positive.map(Math.log10)
  const first = Math.min(...positions)
  const step = (Math.max(...positions) - first) / Math.max(1, positive.length - 1)
  return values.map((value) => ({ value, position: value > 0 ? Math.log10(value) : first - step }))
}

/** A value as a person writes it: `0.003`, `3e-7`, `10,000`. */
export function formatValue(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e7)) return value.toExponential().replace('e+', 'e')
  return value.toLocaleString('en-US', { maximumSignificantDigits: 6 })
}
