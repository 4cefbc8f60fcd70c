import { Chart, Filler, type ChartDataset } from 'chart.js'
import type { ChartPoint, ValueAxis } from '../../charts/chart-series.ts'
import {
  createEpochChart,
  labelTick,
  LINE_STYLES,
  VALUE_AXIS_WIDTH,
  type EpochChart,
} from '../../charts/epoch-chart.ts'
import type { MeasuredPart } from '#shared/measures.ts'
import { formatCount } from '../format.ts'

Chart.register(Filler)

/** A part's curve: its mean, its ends, and what single networks reached. */
export interface CurveLine {
  readonly part: MeasuredPart
  readonly mean: readonly ChartPoint[]
  readonly low: readonly ChartPoint[]
  readonly high: readonly ChartPoint[]
  readonly dots: readonly ChartPoint[]
}

/** Everything that decides the chart's looks besides its size. */
export interface CurveChartState {
  readonly lines: readonly CurveLine[]
  /** Amounts of images that are planned, smallest first. */
  readonly sizes: readonly number[]
  readonly values: ValueAxis | null
  /** Any CSS colour, as in `var(--run-1)`. */
  readonly colour: string
  readonly colourOf: (expression: string) => string
}

/** Makes an empty chart; `onLayout` hears of every change of its scales or size. */
export function createCurveChart(canvas: HTMLCanvasElement, onLayout: () => void): EpochChart {
  const chart = createEpochChart(canvas, onLayout)
  // The largest amount's label is centred on the right end of the axis.
  chart.options.layout = { padding: { top: 8, right: 24 } }
  return chart
}

/** Brings the chart to a state, without animation. */
export function updateCurveChart(chart: EpochChart, state: CurveChartState): void {
  const colour = state.colourOf(state.colour)
  const band = state.colourOf(`color-mix(in srgb, ${state.colour} 16%, transparent)`)
  const faint = state.colourOf(`color-mix(in srgb, ${state.colour} 55%, transparent)`)
  // The first is drawn on top.
  chart.data.datasets = state.lines.flatMap((line) => [
    meanSet(line, colour),
    dotSet(line, faint),
    ...bandSets(line, band),
  ])
  chart.options.scales = makeScales(state)
  chart.update('none')
}

type DataSet = ChartDataset<'line', ChartPoint[]>

function meanSet({ part, mean }: CurveLine, colour: string): DataSet {
  const { width, dash } = LINE_STYLES[part]
  return {
    data: mean as ChartPoint[],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width,
    borderDash: [...dash],
    borderJoinStyle: 'round',
    pointRadius: part === 'training' ? 2 : 3,
    pointHoverRadius: 0,
    clip: false,
  }
}

function dotSet({ dots }: CurveLine, colour: string): DataSet {
  return {
    data: dots as ChartPoint[],
    showLine: false,
    pointRadius: 2,
    pointBorderWidth: 0,
    pointBackgroundColor: colour,
    pointHoverRadius: 0,
    clip: false,
  }
}

function bandSets({ low, high }: CurveLine, colour: string): DataSet[] {
  const edge = { borderWidth: 0, pointRadius: 0, pointHoverRadius: 0 }
  return [
    { ...edge, data: high as ChartPoint[] },
    { ...edge, data: low as ChartPoint[], fill: '-1', backgroundColor: colour },
  ]
}

function makeScales({
  sizes,
  values,
  colourOf,
}: CurveChartState): NonNullable<EpochChart['options']['scales']> {
  const grid = colourOf('var(--border)')
  const text = colourOf('var(--text-muted)')
  const font = { family: 'system-ui, sans-serif', size: 11 }
  return {
    x: {
      type: 'logarithmic',
      min: sizes.at(0) ?? 1,
      max: sizes.at(-1) ?? 10,
      afterBuildTicks: (axis) => {
        axis.ticks = sizes.map((value) => ({ value }))
      },
      grid: { color: grid, drawOnChartArea: false, tickColor: grid },
      border: { color: grid },
      ticks: {
        color: text,
        font,
        maxRotation: 0,
        autoSkipPadding: 8,
        callback: (value) => formatCount(Number(value)),
      },
    },
    y: {
      type: 'linear',
      min: values?.min ?? 0,
      max: values?.max ?? 1,
      afterFit: (scale) => {
        scale.width = VALUE_AXIS_WIDTH
      },
      grid: { color: grid, tickLength: 0, display: values !== null },
      border: { display: false },
      ticks: {
        color: text,
        font,
        padding: 8,
        display: values !== null,
        maxTicksLimit: 11,
        ...(values?.step ? { stepSize: values.step } : {}),
        callback: (value) => labelTick('accuracy', Number(value), values?.step ?? null),
      },
    },
  }
}
