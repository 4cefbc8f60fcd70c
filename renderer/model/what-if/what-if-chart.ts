import type { ChartDataset } from 'chart.js'
import type { ChartPoint, ValueAxis } from '../../charts/chart-series.ts'
import { labelTick, VALUE_AXIS_WIDTH, type EpochChart } from '../../charts/epoch-chart.ts'
import type { MeasureName } from '#shared/measures.ts'
import { type DrawnLine, formatValue } from './what-if-lines.ts'

export interface WhatIfChartState {
  readonly lines: readonly DrawnLine[]
  readonly measure: MeasureName
  readonly isLogarithmic: boolean
  readonly values: ValueAxis | null
  /** Of the plan. */
  readonly epochs: number
  readonly colourOf: (expression: string) => string
}

/** A value of the field and what its training ended with. */
export interface FinalDot {
  readonly value: number
  readonly colour: string
  /** Along the axis of values. */
  readonly place: number
  /** Null where the training diverged or did not end yet. */
  readonly y: number | null
  readonly isBest: boolean
}

export interface FinalChartState extends Omit<WhatIfChartState, 'lines' | 'epochs'> {
  /** Smallest value first. */
  readonly dots: readonly FinalDot[]
}

type Scales = NonNullable<EpochChart['options']['scales']>
const FONT = { family: 'system-ui, sans-serif', size: 11 }

/** Brings the chart by epoch to a state, without animation. */
export function updateWhatIfChart(chart: EpochChart, state: WhatIfChartState): void {
  // The first is drawn on top: the recipe's own value.
  const ordered = [...state.lines].sort((a, b) => Number(b.isPresent) - Number(a.isPresent))
  chart.data.datasets = ordered.map((line) => lineSet(line, state.colourOf))
  const grid = state.colourOf('var(--border)')
  chart.options.scales = {
    x: {
      type: 'linear',
      min: 0,
      max: state.epochs,
      grid: { color: grid, drawOnChartArea: false, tickColor: grid },
      border: { color: grid },
      ticks: {
        color: state.colourOf('var(--text-muted)'),
        font: FONT,
        precision: 0,
        maxRotation: 0,
        autoSkipPadding: 16,
        callback: (value) => (Number(value) === 0 ? 'start' : Number(value).toLocaleString('en-US')),
      },
    },
    y: valueScale(state),
  }
  chart.update('none')
}

function lineSet(
  { points, colour: expression, isPresent }: DrawnLine,
  colourOf: WhatIfChartState['colourOf'],
): ChartDataset<'line', ChartPoint[]> {
  const colour = colourOf(expression)
  return {
    data: points as ChartPoint[],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: isPresent ? 3 : 1.75,
    borderJoinStyle: 'round',
    pointRadius: points.length === 1 ? 3 : 0,
    pointHoverRadius: 0,
  }
}

/** Brings the chart of the last measurements by value to a state, without animation. */
export function updateFinalChart(chart: EpochChart, state: FinalChartState): void {
  const { dots, colourOf } = state
  const muted = colourOf('var(--text-muted)')
  const grid = colourOf('var(--border)')
  const shown = dots.filter(({ y }) => y !== null)
  const colours = shown.map(({ colour }) => colourOf(colour))
  chart.data.datasets = [
    {
      data: shown.map(({ place, y }) => ({ x: place, y: y! })),
      borderColor: grid,
      borderWidth: 1.5,
      pointRadius: shown.map(({ isBest }) => (isBest ? 6 : 4)),
      pointHoverRadius: 0,
      pointBackgroundColor: colours,
      pointBorderColor: colourOf('var(--surface)'),
      pointBorderWidth: 1.5,
      clip: false,
    },
  ]
  const places = dots.map(({ place }) => place)
  const first = Math.min(...places)
  const last = Math.max(...places)
  const room = (last - first) * 0.06 || 1
  chart.options.scales = {
    x: {
      type: 'linear',
      min: first - room,
      max: last + room,
      afterBuildTicks: (axis) => {
        axis.ticks = places.map((value) => ({ value }))
      },
      grid: { color: grid, drawOnChartArea: false, tickColor: grid },
      border: { color: grid },
      ticks: {
        color: muted,
        font: FONT,
        maxRotation: 0,
        autoSkip: true,
        autoSkipPadding: 6,
        callback: (place) => formatValue(dots.find((dot) => dot.place === Number(place))?.value ?? 0),
      },
    },
    y: valueScale(state),
  }
  chart.update('none')
}

function valueScale({
  values,
  isLogarithmic,
  measure,
  colourOf,
}: Omit<WhatIfChartState, 'lines' | 'epochs'>): Scales['y'] {
  const grid = colourOf('var(--border)')
  return {
    type: isLogarithmic && values !== null ? 'logarithmic' : 'linear',
    min: values?.min ?? 0,
    max: values?.max ?? 1,
    afterFit: (scale) => {
      scale.width = VALUE_AXIS_WIDTH
    },
    grid: { color: grid, tickLength: 0, display: values !== null },
    border: { display: false },
    ticks: {
      color: colourOf('var(--text-muted)'),
      font: FONT,
      padding: 8,
      display: values !== null,
      maxTicksLimit: 9,
      ...(values?.step ? { stepSize: values.step } : {}),
      callback: (value) => labelTick(measure, Number(value), values?.step ?? null),
    },
  }
}
