import type { Chart, ChartAxis, ChartDot, ColourKey } from '#shared/chart/chart.ts'
import { numberAxis, widenAxis } from '#shared/chart/chart-axes.ts'
import type { SweepAxis, SweepRow } from './sweep-axes.ts'
import { rowColour } from './sweep-colours.ts'

export interface ScatterOptions {
  readonly x: SweepAxis
  readonly y: SweepAxis
  /** Indices of the rows that are not dimmed. */
  readonly shown: ReadonlySet<number>
  /** What the colours stand for. */
  readonly colours?: ColourKey | undefined
}

/** Beyond the outermost dots, as a share of each axis. */
const ROOM = 0.04
/** More dots than these are drawn smaller. */
const MANY = 500

/** A dot for each run of a sweep that has both values; its key is the index of its row. */
export function scatterChart(rows: readonly SweepRow[], { x, y, shown, colours }: ScatterOptions): Chart {
  const isDimmed = ({ index }: SweepRow): boolean => !shown.has(index)
  const placed = rows
    .flatMap((row) => {
      const left = x.positionOf(row.values[x.key] ?? null)
      const up = y.positionOf(row.values[y.key] ?? null)
      return left === null || up === null ? [] : [{ row, left, up }]
    })
    // The first lie on top.
    .sort((a, b) => Number(isDimmed(a.row)) - Number(isDimmed(b.row)))
  const dots = placed.map(({ row, left, up }): ChartDot => ({
    ...{ key: String(row.index), name: `Run ${row.index + 1}`, x: left, y: up },
    colour: isDimmed(row) ? 'var(--border)' : rowColour(row, rows),
    radius: placed.length > MANY ? 2.5 : 4,
  }))
  return {
    title: `${y.title} against ${x.title}`,
    description: `${y.title} against ${x.title}: ${dots.length} of ${rows.length} runs`,
    names: 'run',
    x: widenAxis(x.axis, ROOM),
    y: roundAxis(y.axis),
    marks: [{ kind: 'dots', dots, look: 'ringed', isJoined: false }],
    stops: [],
    ...(colours === undefined ? {} : { colours }),
  }
}

/** An axis of measured values from tick to tick, so that no dot lies beyond the last one, and with room at its ends. */
function roundAxis(axis: ChartAxis): ChartAxis {
  const [first, second] = axis.ticks
  if (axis.kind !== 'linear' || first === undefined || second === undefined) return widenAxis(axis, ROOM)
  const { label, unit, min, max } = axis
  const step = second.value - first.value
  const [low, high] = [Math.floor(min / step), Math.ceil(max / step)]
  const at = Array.from({ length: high - low + 1 }, (_, k) => Number(((low + k) * step).toPrecision(12)))
  const range = { min: at[0]!, max: at.at(-1)! }
  return widenAxis(numberAxis({ label, unit, range, at, isLogarithmic: false }), ROOM)
}
