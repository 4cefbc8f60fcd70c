import type { RunSummary, SweepDetail } from '#contract/types.ts'
import type { FieldChange } from '#core/experiments/sweep/set-recipe-field.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import { formatAccuracy, formatLoss, rankingAccuracy } from '#shared/measures.ts'
import { formatDuration } from '../runs/run-format.ts'
import { formatValue } from '../what-if/what-if-lines.ts'
import { formatSwept, sweptTitle } from './sweep-fields.ts'

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
  /** Where a value lies, in units of the axis; null for one that does not. */
  readonly placeOf: (value: SpacedValue) => number | null
  /** The ends of the axis, in its units; the second is larger. */
  readonly ends: readonly [number, number]
  /** Places with their labels. */
  readonly ticks: readonly { place: number; label: string }[]
  readonly format: (value: SpacedValue) => string
}

/** From one place to another along an axis, both included. */
export type Brush = readonly [low: number, high: number]

interface Measure {
  readonly key: string
  readonly title: string
  readonly read: (run: RunSummary) => number | null
  readonly format: (value: number) => string
  /** In as few digits as a tick needs. */
  readonly formatTick: (value: number) => string
}

/** A round number of milliseconds: `500 ms`, `20 s`. */
const formatTime = (durationMs: number): string =>
  durationMs < 1000 ? `${formatValue(durationMs)}\u00a0ms` : `${formatValue(durationMs / 1000)}\u00a0s`

/** The axis of the accuracy that ranks runs. */
export const ACCURACY_KEY = 'measure.accuracy'

/** What can be measured of a run, for the axes and the table. */
export const SWEEP_MEASURES: readonly Measure[] = [
  {
    key: 'accuracy',
    title: 'Best accuracy',
    read: (run) => rankingAccuracy(run.best),
    format: formatAccuracy,
    formatTick: (value) => `${formatValue(value * 100)}\u00a0%`,
  },
  {
    key: 'loss',
    title: 'Last loss',
    read: ({ last }) => last?.validationLoss ?? last?.testLoss ?? last?.trainLoss ?? null,
    format: formatLoss,
    formatTick: formatValue,
  },
  {
    key: 'epochs',
    title: 'Epochs',
    read: (run) => run.epochsDone || null,
    format: formatValue,
    formatTick: formatValue,
  },
  {
    key: 'duration',
    title: 'Time',
    read: (run) => run.durationMs || null,
    format: formatDuration,
    formatTick: formatTime,
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
    ...SWEEP_MEASURES.map(({ key, title, format, formatTick }) => {
      const path = `measure.${key}`
      const numbers = numbersOf(rows, path)
      // Losses and times of a sweep often spread over powers of ten, accuracies never.
      const isLogarithmic = key !== 'accuracy' && key !== 'epochs' && spreadsWide(numbers)
      return numberAxis({ key: path, title, isMeasure: true, numbers, isLogarithmic, format, formatTick })
    }),
  ]
}

const numbersOf = (rows: readonly SweepRow[], key: string): number[] =>
  rows.map(({ values }) => values[key]).filter((value) => typeof value === 'number')

function spreadsWide(numbers: readonly number[]): boolean {
  const low = numbers.reduce((a, b) => Math.min(a, b), Infinity)
  const high = numbers.reduce((a, b) => Math.max(a, b), -Infinity)
  return low > 0 && high / low > 20
}

function fieldAxis({ path, values }: Variation, rows: readonly SweepRow[], layerCount: number): SweepAxis {
  const title = sweptTitle(path, layerCount)
  const all = rows.map((row) => row.values[path])
  if (all.every((value) => typeof value === 'number')) {
    const isLogarithmic = values.kind === 'log' || (values.kind === 'list' && spreadsWide(all))
    const numbers = all
    const formatTick = (value: number): string => formatValue(Number(value.toPrecision(3)))
    return numberAxis({
      key: path,
      title,
      isMeasure: false,
      numbers,
      isLogarithmic,
      format: formatValue,
      formatTick,
    })
  }
  const distinct = values.kind === 'list' ? [...new Set(values.values)] : [...new Set(all)]
  return {
    key: path,
    title,
    isMeasure: false,
    placeOf: (value) => {
      const place = distinct.indexOf(value)
      return place < 0 ? null : place
    },
    ends: distinct.length === 1 ? [-1, 1] : [0, distinct.length - 1],
    ticks: distinct.map((value, place) => ({ place, label: formatSwept(value) })),
    format: formatSwept,
  }
}

interface NumberAxisOptions {
  readonly key: string
  readonly title: string
  readonly isMeasure: boolean
  readonly numbers: readonly number[]
  readonly isLogarithmic: boolean
  readonly format: (value: number) => string
  /** In fewer digits. */
  readonly formatTick: (value: number) => string
}

/** Values that are few enough to be marked each. */
const MAX_TICKS = 8

function numberAxis(options: NumberAxisOptions): SweepAxis {
  const { key, title, isMeasure, numbers, isLogarithmic, format, formatTick } = options
  const distinct = [...new Set(numbers)].sort((a, b) => a - b)
  const to = (value: number): number => (isLogarithmic ? Math.log10(value) : value)
  const low = distinct.length === 0 ? 0 : to(distinct[0])
  const high = distinct.length === 0 ? 1 : to(distinct[distinct.length - 1])
  const room = high > low ? 0 : Math.abs(low) * 0.05 || 1
  const ends = [low - room, high + room] as const
  const marked = !isMeasure && distinct.length <= MAX_TICKS ? distinct : roundNumbers(distinct, isLogarithmic)
  return {
    key,
    title,
    isMeasure,
    placeOf: (value) => (typeof value === 'number' && (!isLogarithmic || value > 0) ? to(value) : null),
    ends,
    ticks: marked.map((value) => ({ place: to(value), label: formatTick(value) })),
    format: (value) => (typeof value === 'number' ? format(value) : '–'),
  }
}

/** Round numbers between the ends of some, about five; of a logarithmic axis those that begin with 1, 2 or 5. */
function roundNumbers(sorted: readonly number[], isLogarithmic: boolean): number[] {
  if (sorted.length < 2) return [...sorted]
  const [low, high] = [sorted[0], sorted[sorted.length - 1]]
  const tidy = (value: number): number => Number(value.toPrecision(12))
  if (isLogarithmic) {
    const leads = high / low > 1000 ? [1] : [1, 2, 5]
    const first = Math.floor(Math.log10(low))
    const decades = Array.from({ length: Math.ceil(Math.log10(high)) - first + 1 }, (_, k) => first + k)
    return decades
      .flatMap((decade) => leads.map((lead) => tidy(lead * 10 ** decade)))
      .filter((value) => value >= low && value <= high)
  }
  const rough = (high - low) / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 5, 10].find((lead) => lead * power >= rough * 0.999) ?? 10)
  const first = Math.ceil(low / step - 1e-9)
  const count = Math.floor(high / step + 1e-9) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, k) => tidy((first + k) * step))
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
    const place = axis.placeOf(values[axis.key] ?? null)
    return place !== null && place >= brush[0] && place <= brush[1]
  })
}

/** A brush in words: `0.1 to 3`. */
export function describeBrush(axis: SweepAxis, [low, high]: Brush, rows: readonly SweepRow[]): string {
  const inside = rows
    .map(({ values }) => values[axis.key] ?? null)
    .map((value) => ({ value, place: axis.placeOf(value) }))
    .filter(({ place }) => place !== null && place >= low && place <= high)
    .sort((a, b) => a.place! - b.place!)
  if (inside.length === 0) return 'none'
  const [first, last] = [axis.format(inside[0].value), axis.format(inside[inside.length - 1].value)]
  return first === last ? first : `${first} to ${last}`
}
