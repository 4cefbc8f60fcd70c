import type { Chart, ChartAxis, ChartDot, ColourKey } from '#shared/chart/chart.ts'
import { axisTicks, VALUE_TICKS, widenAxis } from '#shared/chart/chart-axes.ts'
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
    x: roomyAxis(x),
    y: roomyAxis(y),
    marks: [{ kind: 'dots', dots, look: 'ringed', isJoined: false }],
    stops: [],
    ...(colours === undefined ? {} : { colours }),
  }
}

/**
 * An axis with room at its ends for the outermost dots. That of a measure is not rounded to whole ticks, so that the dots
 * spread over all of it; round numbers mark it in between.
 */
function roomyAxis({ axis, isMeasure }: SweepAxis): ChartAxis {
  const roomy = widenAxis(axis, ROOM)
  const isSpread = axis.ticks.length > 1 && axis.hasZero !== true
  return isMeasure && isSpread ? { ...roomy, ticks: axisTicks(roomy, VALUE_TICKS) } : roomy
}
