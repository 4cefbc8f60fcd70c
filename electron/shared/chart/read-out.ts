import {
  type Chart,
  type ChartAxis,
  type ChartDot,
  type ChartPart,
  type ChartPoint,
  type LineMark,
  marksOf,
} from './chart.ts'
import { isOnAxis } from './chart-axes.ts'
import { pointAt, restsOnFewer } from './chart-points.ts'
import { type ChartUnit, formatExactly, positionTitle } from './chart-units.ts'

/** What a chart reads out where its cursor stands. */
export interface ChartReadOut {
  readonly title: string
  /** Heads of the columns; one without a head where they go without saying. */
  readonly columns: readonly string[]
  readonly rows: readonly ReadOutRow[]
  /** A sentence below them. */
  readonly note?: string
}

export interface ReadOutRow {
  readonly key: string
  readonly name: string
  /** Null for a row that is no line's. */
  readonly colour: string | null
  /** Of its lines, in pixels of line and gap; by default they are full. */
  readonly dash?: readonly number[]
  /** Where the row is a part's. */
  readonly part?: ChartPart
  /** One for each column. */
  readonly texts: readonly string[]
}

/** A point that the cursor passes through, in units of the axes. */
export interface CursorPoint {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly colour: string
}

const PARTS: readonly ChartPart[] = ['training', 'validation', 'test']

/** The values of all lines at a position, a row for each owner and a column for each part. */
export function readOutAt(chart: Chart, position: number): ChartReadOut {
  const lines = marksOf(chart, 'line')
  const parts = PARTS.filter((part) => lines.some((line) => line.part === part))
  const all = foundAt(lines, position)
  const owners = Map.groupBy(all, ({ line }) => line.owner)
  const note = fewerRuns(all)
  // Of several, the counts would make the table too wide.
  const hasCounts = new Set(lines.map(({ owner }) => owner)).size === 1
  const textOf = (point: ChartPoint | undefined): string =>
    point === undefined
      ? formatExactly(null, chart.y.unit)
      : `${formatExactly(point.y, chart.y.unit)}${hasCounts ? countOf(point) : ''}${beyondAxis(point.y, chart.y)}`
  return {
    title: positionTitle(position, chart.x.unit, chart.x.label),
    columns: parts.length === 0 ? [''] : parts,
    rows: [...owners].map(([key, found]) => {
      const { line } = found[0]!
      return {
        key,
        name: nameAt(found[0]!, chart.x.unit),
        colour: line.colour,
        ...(line.dash === undefined ? {} : { dash: line.dash }),
        texts:
          parts.length === 0
            ? [textOf(found[0]!.point)]
            : parts.map((part) => textOf(found.find((each) => each.line.part === part)?.point)),
      }
    }),
    ...(note === undefined ? {} : { note }),
  }
}

/** Whose values they are; at the same second, runs are at different epochs. */
function nameAt({ line, point }: { line: LineMark; point: ChartPoint }, unit: ChartUnit): string {
  return point.epoch === undefined || unit === 'epoch' ? line.name : `${line.name}, epoch ${point.epoch}`
}

/** The images behind a share. */
function countOf({ y, total }: ChartPoint): string {
  return total === undefined
    ? ''
    : ` (${formatExactly(Math.round(y * total), 'count')} of ${formatExactly(total, 'count')})`
}

/** On how many runs means rest, where that is not all of theirs. */
function fewerRuns(found: readonly { line: LineMark; point: ChartPoint }[]): string | undefined {
  const fewer = found.filter(({ line, point }) => restsOnFewer(point, line))
  const isOne = new Set(found.map(({ line }) => line.owner)).size === 1
  const sentences = fewer.map(({ line, point }) => {
    const whose = [...(isOne ? [] : [line.name]), ...(line.part === null ? [] : [line.part])].join(', ')
    return `${whose === '' ? '' : `${whose}: `}mean of ${point.runs!} of ${line.ofRuns!} runs`
  })
  return sentences.length === 0 ? undefined : sentences.join('; ')
}

/** An arrow where a value lies beyond what its axis shows. */
const beyondAxis = (value: number, axis: ChartAxis): string =>
  !Number.isFinite(value) || isOnAxis(value, axis) ? '' : value > axis.max ? ' ↑' : ' ↓'

/** What a dot stands for. */
export function readOutDot({ x, y }: Chart, dot: ChartDot): ChartReadOut {
  const rowOf = (axis: ChartAxis, value: number): ReadOutRow => ({
    ...{ key: axis.label, name: axis.label, colour: null },
    texts: [
      axis.kind === 'category'
        ? (axis.ticks.find((tick) => tick.value === value)?.label ?? '–')
        : axis.unit === 'number'
          ? // A setting reads as it was typed, a loss to four digits.
            String(Number(value.toPrecision(4)))
          : formatExactly(value, axis.unit),
    ],
  })
  return { title: dot.name, columns: [''], rows: [rowOf(x, dot.x), rowOf(y, dot.y)] }
}

/** Where the cursor passes through lines. */
export function cursorPoints(chart: Chart, position: number): CursorPoint[] {
  return foundAt(marksOf(chart, 'line'), position).map(({ line, point }) => ({
    key: line.key,
    x: point.x,
    y: point.y,
    colour: line.colour,
  }))
}

function foundAt(lines: readonly LineMark[], position: number): { line: LineMark; point: ChartPoint }[] {
  return lines.flatMap((line) => {
    const point = pointAt(line.points, position)
    return point === null ? [] : [{ line, point }]
  })
}

/** What one owner's lines read, with a row for each part instead of a column, so that it is narrow; null for others. */
export function partRows({ columns, rows }: ChartReadOut): ReadOutRow[] | null {
  const parts = columns.filter(isPart)
  if (rows.length !== 1 || parts.length < 2 || parts.length < columns.length) return null
  return parts.map((part, k) => ({ key: part, name: part, colour: null, part, texts: [rows[0]!.texts[k]!] }))
}

const isPart = (column: string): column is ChartPart => PARTS.some((part) => part === column)

/** A read-out as a screen reader says it. */
export function speakReadOut({ title, columns, rows, note }: ChartReadOut): string {
  const sentences = rows.map(({ name, texts }) => {
    const values = texts.map((text, k) => `${columns[k]} ${text}`.trim())
    return `${name}: ${values.join(', ')}`
  })
  return [title, ...sentences, ...(note === undefined ? [] : [note])].join('. ')
}
