import type { EpochChart } from '../../charts/epoch-chart.ts'
import { VALUE_AXIS_WIDTH } from '../../charts/epoch-chart.ts'
import type { SweepAxis } from './sweep-axes.ts'

/** A run in the scatter. */
export interface ScatterDot {
  readonly index: number
  readonly x: number
  readonly y: number
  readonly colour: string
  readonly isDimmed: boolean
}

export interface ScatterState {
  readonly dots: readonly ScatterDot[]
  readonly x: SweepAxis
  readonly y: SweepAxis
  readonly colourOf: (expression: string) => string
}

const FONT = { family: 'system-ui, sans-serif', size: 11 }

/** Brings the scatter to a state, without animation. */
export function updateScatter(chart: EpochChart, { dots, x, y, colourOf }: ScatterState): void {
  // The first are drawn on top.
  const ordered = [...dots].sort((a, b) => Number(a.isDimmed) - Number(b.isDimmed))
  const colours = ordered.map(({ colour, isDimmed }) => colourOf(isDimmed ? 'var(--border)' : colour))
  chart.data.datasets = [
    {
      data: ordered.map((dot) => ({ x: dot.x, y: dot.y })),
      showLine: false,
      pointRadius: ordered.length > 500 ? 2.5 : 4,
      pointHoverRadius: 0,
      pointBackgroundColor: colours,
      pointBorderColor: colourOf('var(--surface)'),
      pointBorderWidth: 1,
      clip: false,
    },
  ]
  const grid = colourOf('var(--border)')
  const ticks = { color: colourOf('var(--text-muted)'), font: FONT }
  const labels = (axis: SweepAxis) => (place: number | string) =>
    axis.ticks.find((tick) => tick.place === Number(place))?.label ?? ''
  const ends = ({ ends: [low, high] }: SweepAxis): { min: number; max: number } => {
    const room = 0.04 * (high - low)
    return { min: low - room, max: high + room }
  }
  chart.options.scales = {
    x: {
      type: 'linear',
      ...ends(x),
      afterBuildTicks: (scale) => {
        scale.ticks = x.ticks.map(({ place }) => ({ value: place }))
      },
      grid: { color: grid, drawOnChartArea: false, tickColor: grid },
      border: { color: grid },
      ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 6, callback: labels(x) },
    },
    y: {
      type: 'linear',
      ...ends(y),
      afterFit: (scale) => {
        scale.width = VALUE_AXIS_WIDTH
      },
      afterBuildTicks: (scale) => {
        scale.ticks = y.ticks.map(({ place }) => ({ value: place }))
      },
      grid: { color: grid, tickLength: 0 },
      border: { display: false },
      ticks: { ...ticks, padding: 8, callback: labels(y) },
    },
  }
  chart.update('none')
}
