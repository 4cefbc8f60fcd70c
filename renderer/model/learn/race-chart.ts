import type { RacePoint } from '#core/experiments/batch-race.ts'
import type { Chart, LineMark } from '#shared/chart/chart.ts'
import { numberAxis, POSITION_TICKS } from '#shared/chart/chart-axes.ts'
import { cursorStops } from '#shared/chart/chart-points.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { batchWords, type RaceAxis, type RaceBatch } from './data-state.ts'

export interface RaceChartLine {
  readonly batch: RaceBatch
  readonly colour: string
  readonly points: readonly RacePoint[]
}

const AXES: Record<RaceAxis, { label: string; title: string }> = {
  milliseconds: { label: 'Seconds of training', title: 'time' },
  images: { label: 'Images seen', title: 'images' },
  updates: { label: 'Updates', title: 'updates' },
}

/** Accuracy on the validation images over time, images or updates; the last two on logarithmic axes, which leave the start out. */
export function raceChart(lines: readonly RaceChartLine[], axis: RaceAxis, target: number): Chart {
  const isTime = axis === 'milliseconds'
  const marks = lines.map(({ batch, colour, points }): LineMark => ({
    ...{ kind: 'line', key: String(batch), owner: String(batch), name: batchWords(batch), colour },
    ...{ part: null, smooth: null, band: null },
    points: points
      .map((point) => ({ x: isTime ? point.milliseconds / 1000 : point[axis], y: point.accuracy }))
      .filter(({ x }) => isTime || x > 0),
  }))
  const places = marks.flatMap(({ points }) => points.map(({ x }) => x))
  const { label, title } = AXES[axis]
  const ends = marks.map(({ name, points }) => {
    const last = points.at(-1)
    return `${name}: ${last === undefined ? 'not begun' : formatPercent(last.y, 1)}`
  })
  return {
    title: `Accuracy by ${title}`,
    description: `Share of validation images read rightly by ${title}, up to ${formatPercent(target, 0)}. ${ends.join('; ')}.`,
    names: 'batch',
    x: numberAxis({
      ...{ label, unit: 'number', isLogarithmic: !isTime, count: POSITION_TICKS },
      range:
        places.length === 0
          ? null
          : { min: isTime ? 0 : Math.min(...places), max: Math.max(...places, isTime ? 0.1 : 1) },
    }),
    y: numberAxis({ label: 'Validation accuracy', unit: 'share', range: { min: 0, max: 1 } }),
    marks,
    stops: cursorStops(marks.map(({ points }) => points)),
  }
}
