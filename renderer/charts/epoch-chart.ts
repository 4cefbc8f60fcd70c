import { CHART_LINE_STYLES } from '#shared/chart/line-chart.ts'
import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartDataset,
} from 'chart.js'
import type { ChartPoint, ChartSeries, ValueAxis } from './chart-series.ts'
import { formatMeasure, type MeasuredPart, type MeasureName } from '#shared/measures.ts'

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale)

/** Width and dash of a part's line, the same in every chart and legend: training thin, validation full, test dashed. */
export const LINE_STYLES: Readonly<Record<MeasuredPart, { width: number; dash: readonly number[] }>> =
  CHART_LINE_STYLES

export type EpochChart = Chart<'line', ChartPoint[]>

/** Everything that decides a chart's looks besides its size. */
export interface EpochChartState {
  readonly series: readonly ChartSeries[]
  readonly measure: MeasureName
  readonly logarithmic: boolean
  readonly values: ValueAxis | null
  readonly firstEpoch: number
  readonly lastEpoch: number
  readonly colourOf: (expression: string) => string
}

/** Both axes of all charts take the same room, so that charts above each other line up and never jump. */
export const VALUE_AXIS_WIDTH = 56

/** Makes an empty chart; `onLayout` hears of every change of its scales or size. */
export function createEpochChart(canvas: HTMLCanvasElement, onLayout: () => void): EpochChart {
  return new Chart<'line', ChartPoint[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      // The cursor is drawn over the canvas by the component, so that moving it draws no line anew.
      events: [],
      layout: { padding: { top: 8, right: 12 } },
    },
    plugins: [{ id: 'layout', afterUpdate: onLayout }],
  })
}

/** Brings a chart to a state, without animation. */
export function updateEpochChart(chart: EpochChart, state: EpochChartState): void {
  chart.data.datasets = state.series.map((line) => toDataset(line, state.colourOf))
  chart.options.scales = makeScales(state)
  chart.update('none')
}

function toDataset(
  line: ChartSeries,
  colourOf: EpochChartState['colourOf'],
): ChartDataset<'line', ChartPoint[]> {
  const style = LINE_STYLES[line.part]
  const colour = colourOf(line.run.colour)
  return {
    data: line.points as ChartPoint[],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: style.width,
    borderDash: [...style.dash],
    borderJoinStyle: 'round',
    // A line needs two points; a first epoch alone shows as a dot.
    pointRadius: line.points.filter((point) => !Number.isNaN(point.y)).length === 1 ? 3 : 0,
    pointHoverRadius: 0,
  }
}

function makeScales(state: EpochChartState): NonNullable<EpochChart['options']['scales']> {
  const grid = state.colourOf('var(--border)')
  const text = state.colourOf('var(--text-muted)')
  const font = { family: 'system-ui, sans-serif', size: 11 }
  const { values, measure } = state
  return {
    x: {
      type: 'linear',
      min: state.firstEpoch,
      max: Math.max(state.lastEpoch, state.firstEpoch + 1),
      grid: { color: grid, drawOnChartArea: false, tickColor: grid },
      border: { color: grid },
      ticks: {
        color: text,
        font,
        precision: 0,
        includeBounds: false,
        maxRotation: 0,
        autoSkipPadding: 16,
        callback: (value) => (Number(value) < 0 ? 'start' : Number(value).toLocaleString('en-US')),
      },
    },
    y: {
      type: state.logarithmic && values !== null ? 'logarithmic' : 'linear',
      min: values?.min ?? 0,
      max: values?.max ?? 1,
      afterFit: (scale) => {
        scale.width = VALUE_AXIS_WIDTH
      },
      // Without values the scale would mean nothing.
      grid: { color: grid, tickLength: 0, display: values !== null },
      border: { display: false },
      ticks: {
        color: text,
        font,
        padding: 8,
        display: values !== null,
        maxTicksLimit: 11,
        ...(values?.step ? { stepSize: values.step } : {}),
        callback: (value) => labelTick(measure, Number(value), values?.step ?? null),
      },
    },
  }
}

/** A tick's label with just the digits that its neighbours need; minor ticks of a logarithmic axis stay blank. */
export function labelTick(measure: MeasureName, value: number, step: number | null): string | null {
  if (measure === 'accuracy') {
    const digits = step === null ? 0 : Math.max(0, Math.ceil(-Math.log10(step * 100) - 1e-9))
    return `${(value * 100).toFixed(digits)}\u00a0%`
  }
  if (step === null) {
    const lead = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9))
    return lead === 1 || lead === 2 || lead === 5 ? shorten(formatMeasure('loss', value)) : null
  }
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
  return digits > 6 || value >= 1e5 ? shorten(value.toExponential(1)) : value.toFixed(digits)
}

/** `0.0200` as `0.02`, `1.00e5` as `1e5`. */
function shorten(text: string): string {
  return text.replace(/\.?0+(?=e|$)/, '').replace('e+', 'e')
}
