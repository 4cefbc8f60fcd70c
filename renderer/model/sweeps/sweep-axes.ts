import type { RunSummary, SweepDetail } from '#contract/types.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import { commonRankingPart } from '#core/runs/measured-images.ts'
import { formatAccuracy, formatLoss, rankingAccuracy } from '#shared/measures.ts'
import type { ChartAxis } from '#shared/chart/chart.ts'
import { categoryAxis, numberAxis } from '#shared/chart/chart-axes.ts'
import type { ChartUnit } from '#shared/chart/chart-units.ts'
import { formatDuration } from '../runs/run-format.ts'
import { formatValue } from '../what-if/what-if-lines.ts'
import { sweptTitle } from '#shared/words/sweep-run-names.ts'
import { formatSwept } from './sweep-fields.ts'

/** One planned run of a sweep and what came of it. */
export interface SweepRow {
  /** From 0, in the order of the plan. */
  readonly index: number
  readonly changes: readonly FieldChange[]
  /** Null before it starts, or where it was deleted. */
  readonly run: RunSummary | null
  /** By the axis' key; null where there is none (yet). */
  readonly values: Readonly<Record<string, SpacedValue>>
}

/** An axis of fields or measures. */
export interface SweepAxis {
  readonly key: string
  readonly title: string
  readonly isMeasure: boolean
  readonly axis: ChartAxis
  /** Where a value lies, in units of the axis; null for one that does not. */
  readonly positionOf: (value: SpacedValue) => number | null
  readonly format: (value: SpacedValue) => string
}

/** From one position to another along an axis, both included. */
export type Brush = readonly [low: number, high: number]

interface Measure {
  readonly key: string
  readonly title: string
  readonly read: (run: RunSummary) => number | null
  readonly format: (value: number) => string
  readonly unit: ChartUnit
  /** Of the axis, in that of the value; by default they are the same. */
  readonly perUnit?: number
}

/** The axis of the accuracy that ranks runs. */
export const ACCURACY_KEY = 'measure.accuracy'

/** What can be measured of a run, for the axes and the table. */
const SWEEP_MEASURES: readonly Measure[] = [
  {
    key: 'accuracy',
    title: 'Best accuracy',
    read: (run) => rankingAccuracy(run.best),
    format: formatAccuracy,
    unit: 'share',
  },
  {
    key: 'loss',
    title: 'Last loss',
    read: ({ last }) => last?.validationLoss ?? last?.testLoss ?? last?.trainLoss ?? null,
    format: formatLoss,
    unit: 'number',
  },
  {
    key: 'epochs',
    title: 'Epochs',
    read: (run) => run.epochsDone || null,
    format: formatValue,
    unit: 'count',
  },
  {
    key: 'duration',
    title: 'Time',
    read: (run) => run.durationMs || null,
    format: formatDuration,
    unit: 'seconds',
    perUnit: 1000,
  },
]

/** The rows of a sweep, in the order of its plan. @param runs of this sweep */
export function sweepRows(plan: SweepDetail, runs: readonly RunSummary[]): SweepRow[] {
  const byIndex = new Map(runs.map((run) => [run.sweep?.index, run]))
  return plan.runs.map(({ index, changes }) => {
    const run = byIndex.get(index) ?? null
    const values: Record<string, SpacedValue> = {}
    for (const { path, value } of changes) values[path] = value
    for (const { key, read } of SWEEP_MEASURES) {
      const value = run === null ? null : read(run)
      values[`measure.${key}`] = value !== null && Number.isFinite(value) ? value : null
    }
    return { index, changes, run, values }
  })
}

/** An axis for each field that is varied, then one for each measure. */
export function sweepAxes(plan: SweepDetail, rows: readonly SweepRow[]): SweepAxis[] {
  const { variations, recipe } = plan.settings
  return [
    ...variations.map((variation) => fieldAxis(variation, rows, recipe.layers.length)),
    ...SWEEP_MEASURES.map(({ key, title: plain, format, unit, perUnit = 1 }) => {
      const part = key === 'accuracy' ? commonRankingPart(rows.flatMap(({ run }) => run ?? [])) : null
      const title = part === null ? plain : `Best ${part} accuracy`
      const path = `measure.${key}`
      const numbers = numbersOf(rows, path).map((value) => value / perUnit)
      // Losses and times of a sweep often spread over powers of ten, accuracies never.
      const isLogarithmic = key !== 'accuracy' && key !== 'epochs' && spreadsWide(numbers)
      return numberedAxis({
        key: path,
        title,
        isMeasure: true,
        numbers,
        isLogarithmic,
        unit,
        perUnit,
        format,
      })
    }),
  ]
}

const numbersOf = (rows: readonly SweepRow[], key: string): number[] =>
  rows.map(({ values }) => values[key]).filter((value) => typeof value === 'number')

/** Whether numbers spread over powers of ten; zeros, which have a place of their own, do not count. */
function spreadsWide(numbers: readonly number[]): boolean {
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity)
  const positive = numbers.filter((value) => value > 0)
  const least = positive.reduce((a, b) => Math.min(a, b), Infinity)
  const high = positive.reduce((a, b) => Math.max(a, b), -Infinity)
  return low >= 0 && high / least > 20
}

function fieldAxis({ path, values }: Variation, rows: readonly SweepRow[], layerCount: number): SweepAxis {
  const title = sweptTitle(path, layerCount)
  const all = rows.map((row) => row.values[path])
  if (all.every((value) => typeof value === 'number')) {
    const isLogarithmic = values.kind === 'log' || (values.kind === 'list' && spreadsWide(all))
    return numberedAxis({
      ...{ key: path, title, isMeasure: false, numbers: all, isLogarithmic },
      ...{ unit: 'number', perUnit: 1, format: formatValue },
    })
  }
  const distinct =
    values.kind === 'list'
      ? [...new Set(values.values)]
      : [...new Set(all.filter((value) => value !== undefined))]
  const names = distinct.map((value, position) => ({ value: position, label: formatSwept(path, value) }))
  return {
    key: path,
    title,
    isMeasure: false,
    axis: categoryAxis(title, names, distinct.length === 1 ? 1 : 0),
    positionOf: (value) => {
      const position = distinct.indexOf(value)
      return position < 0 ? null : position
    },
    format: (value) => formatSwept(path, value),
  }
}

interface NumberedAxisOptions {
  readonly key: string
  readonly title: string
  readonly isMeasure: boolean
  /** In units of the axis. */
  readonly numbers: readonly number[]
  readonly isLogarithmic: boolean
  readonly unit: ChartUnit
  readonly perUnit: number
  readonly format: (value: number) => string
}

/** Values of a field that are few enough to be marked each. */
const MAX_TICKS = 8
/** Of an axis of measures beside others. */
const TICKS = 4

function numberedAxis(options: NumberedAxisOptions): SweepAxis {
  const { key, title, isMeasure, numbers, isLogarithmic, unit, perUnit, format } = options
  const distinct = [...new Set(numbers)].sort((a, b) => a - b)
  const hasZero = isLogarithmic && distinct[0] === 0
  const low = distinct[hasZero ? 1 : 0] ?? 0
  const high = distinct.at(-1) ?? 1
  // One value alone lies in the middle.
  const room = high > low ? 0 : Math.abs(low) * 0.05 || 1
  const marksAll = distinct.length === 1 || (!isMeasure && distinct.length <= MAX_TICKS)
  return {
    key,
    title,
    isMeasure,
    axis: numberAxis({
      ...{ label: title, unit, isLogarithmic, hasZero, count: TICKS },
      range: { min: low - room, max: high + room },
      ...(marksAll || distinct.length === 0 ? { at: distinct } : {}),
    }),
    positionOf: (value) =>
      typeof value === 'number' && (!isLogarithmic || value >= 0) ? value / perUnit : null,
    format: (value) => (typeof value === 'number' ? format(value) : '–'),
  }
}

/** Whether a row lies within all brushes; one without a value does not. */
export function isWithin(
  { values }: SweepRow,
  axes: readonly SweepAxis[],
  brushes: ReadonlyMap<string, Brush>,
): boolean {
  return axes.every((axis) => {
    const brush = brushes.get(axis.key)
    if (brush === undefined) return true
    const position = axis.positionOf(values[axis.key] ?? null)
    return position !== null && position >= brush[0] && position <= brush[1]
  })
}

/** A brush in words: `0.1 to 3`. */
export function describeBrush(axis: SweepAxis, [low, high]: Brush, rows: readonly SweepRow[]): string {
  const inside = rows
    .map(({ values }) => values[axis.key] ?? null)
    .map((value) => ({ value, position: axis.positionOf(value) }))
    .filter(({ position }) => position !== null && position >= low && position <= high)
    .sort((a, b) => a.position! - b.position!)
  if (inside.length === 0) return 'none'
  const [first, last] = [axis.format(inside[0]!.value), axis.format(inside[inside.length - 1]!.value)]
  return first === last ? first : `${first} to ${last}`
}
