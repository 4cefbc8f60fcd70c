import type { AxisRange, Chart, ChartDot, ChartPoint, LineMark, SignsMark } from '#shared/chart/chart.ts'
import { categoryAxis, numberAxis, POSITION_TICKS, VALUE_TICKS, widenAxis } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'
import { hasZeros, valueRange } from '#shared/chart/chart-ranges.ts'
import { clipSigns } from '#shared/chart/clip-signs.ts'
import { formatExactly } from '#shared/chart/chart-units.ts'
import type { MeasureName } from '#shared/measures.ts'
import { type DrawnLine, formatValue, positionsOfValues } from './what-if-lines.ts'

export interface WhatIfChartOptions {
  readonly measure: MeasureName
  readonly isLogarithmic: boolean
  /** What is varied, as in `learning rate`. */
  readonly fieldName: string
}

export interface CourseOptions extends WhatIfChartOptions {
  /** Of the plan: the axis spans them from the start, so that it does not move. */
  readonly epochs: number
  /** What is drawn, as in `Accuracy on unseen images`. */
  readonly title: string
}

export interface FinalOptions extends WhatIfChartOptions {
  /** Values whose trainings are over. */
  readonly ended: ReadonlySet<number>
  /** Null while there is none. */
  readonly best: number | null
}

const UNITS = { accuracy: 'share', loss: 'number' } as const
const LABELS = { accuracy: 'Accuracy', loss: 'Loss' } as const

/** The course of every value's training, by epochs. */
export function courseChart(lines: readonly DrawnLine[], options: CourseOptions): Chart {
  const { measure, epochs, title, fieldName } = options
  const range = courseRange(lines, options)
  const x = numberAxis({
    ...{ label: 'Epoch', unit: 'epoch', range: { min: -1, max: epochs - 1 }, count: POSITION_TICKS },
  })
  const y = valueAxis(range, options, lines)
  const begun = lines.filter(({ points }) => points.length > 0)
  const courses = begun.map((line): LineMark => ({
    ...{ kind: 'line', key: String(line.value), owner: String(line.value), name: formatValue(line.value) },
    ...{ colour: line.colour, part: null, points: line.points, smooth: null, band: null },
    width: line.isPresent ? 3 : 1.75,
    isFront: line.isPresent,
  }))
  return {
    title: `${title} by epoch`,
    description: `${title} by epoch. ${describeEnds(begun, measure)}`,
    names: fieldName,
    ...{ x, y },
    marks: [
      ...courses,
      ...clipSigns(
        courses.filter((_, k) => !begun[k]!.hasDiverged),
        { x, y },
      ),
      // Where a training diverged: at the edge where its last measurement lies beyond.
      crosses(begun, (end) => ({
        x: end.x,
        y: range === null ? end.y : Math.min(Math.max(end.y, range.min), range.max),
      })),
    ],
    stops: cursorStops(begun.map(({ points }) => points)),
  }
}

/** What every value's training ended with, by the value. */
export function finalChart(lines: readonly DrawnLine[], options: FinalOptions): Chart {
  const { measure, ended, best, fieldName } = options
  const placed = positionsOfValues(lines.map(({ value }) => value))
  const positionOf = (value: number): number => placed.find((each) => each.value === value)!.position
  const over = lines.filter(
    ({ value, points, hasDiverged }) => ended.has(value) && !hasDiverged && points.length > 0,
  )
  const range = rangeOf(
    over.map(({ points }) => points.slice(-1)),
    options,
  )
  const dots = over.map(({ value, colour, points }): ChartDot => ({
    ...{ key: String(value), name: formatValue(value), colour, x: positionOf(value), y: points.at(-1)!.y },
    radius: value === best ? 6 : 4,
  }))
  const names = placed.map(({ value, position }) => ({ value: position, label: formatValue(value) }))
  const ends = lines.filter(({ value, hasDiverged }) => hasDiverged || ended.has(value))
  const x = categoryAxis(capitalized(fieldName), names, names.length === 1 ? 1 : 0)
  const y = valueAxis(range, options, over)
  return {
    title: `${LABELS[measure]} at the end, by ${fieldName}`,
    description: `At the end, by ${fieldName}. ${describeEnds(ends, measure)}`,
    names: 'value',
    x: widenAxis(x, 0.06),
    y,
    marks: [
      { kind: 'dots', dots, look: 'ringed', isJoined: true },
      // Trainings that diverged stand where the worst ones do.
      crosses(lines, (_, value) => ({ x: positionOf(value), y: measure === 'loss' ? y.max : y.min })),
    ],
    stops: [],
  }
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function describeEnds(lines: readonly DrawnLine[], measure: MeasureName): string {
  const ends = lines.map(({ value, points, hasDiverged }) => {
    const end = hasDiverged ? 'diverged' : formatExactly(points.at(-1)?.y ?? null, UNITS[measure])
    return `${formatValue(value)}: ${end}`
  })
  return ends.join('; ')
}

function crosses(
  lines: readonly DrawnLine[],
  positionOf: (end: ChartPoint, value: number) => ChartPoint,
): SignsMark {
  const points = lines.flatMap(({ value, colour, points: measured, hasDiverged }) => {
    const end = measured.at(-1)
    return hasDiverged && end !== undefined ? [{ key: String(value), colour, ...positionOf(end, value) }] : []
  })
  return { kind: 'signs', sign: 'cross', points }
}

function valueAxis(
  range: AxisRange | null,
  { measure, isLogarithmic }: WhatIfChartOptions,
  lines: readonly DrawnLine[],
): Chart['y'] {
  const [label, unit] = [LABELS[measure], UNITS[measure]]
  const hasZero = hasZeros(lines.map(({ points }) => points.map(({ y }) => y)))
  return numberAxis({ label, unit, range, isLogarithmic, hasZero, count: VALUE_TICKS })
}

/** Losses beyond this many times what the networks start with would press all others together. */
const RUNAWAY = 1.5

/**
 * The values of the courses that are in sight: of losses neither the steep beginning, which says nothing of the values,
 * nor trainings that run away.
 */
function courseRange(lines: readonly DrawnLine[], options: WhatIfChartOptions): AxisRange | null {
  const all = lines.map(({ points }) => points)
  if (options.measure === 'accuracy') return rangeOf(all, options)
  const largest = RUNAWAY * Math.max(...all.flatMap((points) => (points.length === 0 ? [] : [points[0]!.y])))
  const later = all.map((points) => points.slice(1).filter(({ y }) => y <= largest))
  return rangeOf(later, options) ?? rangeOf(all, options)
}

function rangeOf(
  lines: readonly (readonly ChartPoint[])[],
  { measure, isLogarithmic }: WhatIfChartOptions,
): AxisRange | null {
  return valueRange(
    lines.map((points) => points.map(({ y }) => y)),
    {
      ...{ isLogarithmic, cutsOutliers: true, startsAtZero: true, isShare: measure === 'accuracy' },
      best: measure === 'accuracy' ? 'high' : 'low',
    },
  )
}
