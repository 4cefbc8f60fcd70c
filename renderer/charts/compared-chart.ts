import { Chart, Filler, type ChartDataset } from 'chart.js'
import type { AxisRange } from './compared-axes.ts'
import type { ComparedLine, ComparedPoint, XAxisName } from './compared-lines.ts'
import type { ComparedMeasure } from './compared-measures.ts'
import { formatCount } from '../model/format.ts'
import { LINE_STYLES, VALUE_AXIS_WIDTH, type EpochChart } from './epoch-chart.ts'

Chart.register(Filler)

/** Everything that decides a comparison's looks besides its size. */
export interface ComparedChartState {
  readonly lines: readonly ComparedLine[]
  readonly measure: ComparedMeasure
  readonly x: XAxisName
  readonly isXLogarithmic: boolean
  readonly isYLogarithmic: boolean
  /** Null without anything to draw. */
  readonly places: AxisRange | null
  readonly values: AxisRange | null
  readonly colourOf: (expression: string) => string
}

type DataSet = ChartDataset<'line', ComparedPoint[]>

/** Brings a chart to a state, without animation. */
export function updateComparedChart(chart: EpochChart, state: ComparedChartState): void {
  // The first is drawn on top: smoothed lines, then what was measured, then bands.
  chart.data.datasets = [
    ...state.lines.flatMap((line) =>
      line.smooth === null ? [] : [lineSet(line, line.smooth, state.colourOf(line.colour))],
    ),
    ...state.lines.map((line) => rawSet(line, state)),
    ...state.lines.flatMap((line) => bandSets(line, state)),
  ]
  chart.options.scales = makeScales(state)
  chart.update('none')
}

function lineSet({ part }: ComparedLine, points: readonly ComparedPoint[], colour: string): DataSet {
  const style = LINE_STYLES[part]
  return {
    data: points as ComparedPoint[],
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: style.width,
    borderDash: [...style.dash],
    borderJoinStyle: 'round',
    // A line needs two points; a first epoch alone shows as a dot.
    pointRadius: points.length === 1 ? 3 : 0,
    pointHoverRadius: 0,
  }
}

/** What was measured stays in sight behind a smoothed line. */
function rawSet(line: ComparedLine, { colourOf }: ComparedChartState): DataSet {
  if (line.smooth === null) return lineSet(line, line.points, colourOf(line.colour))
  const faint = colourOf(`color-mix(in srgb, ${line.colour} 35%, transparent)`)
  return { ...lineSet(line, line.points, faint), borderWidth: 1 }
}

function bandSets({ band, colour }: ComparedLine, { colourOf }: ComparedChartState): DataSet[] {
  if (band === null) return []
  const edge = { borderWidth: 0, pointRadius: 0, pointHoverRadius: 0 }
  const fill = colourOf(`color-mix(in srgb, ${colour} 16%, transparent)`)
  return [
    { ...edge, data: band.high as ComparedPoint[] },
    { ...edge, data: band.low as ComparedPoint[], fill: '-1', backgroundColor: fill },
  ]
}

function makeScales(state: ComparedChartState): NonNullable<EpochChart['options']['scales']> {
  const { measure, places, values, colourOf } = state
  const grid = colourOf('var(--border)')
  const ticks = { color: colourOf('var(--text-muted)'), font: { family: 'system-ui, sans-serif', size: 11 } }
  const isEmpty = values === null
  return {
    x: {
      type: state.isXLogarithmic ? 'logarithmic' : 'linear',
      min: places?.min ?? 0,
      max: places === null || places.max <= places.min ? (places?.min ?? 0) + 1 : places.max,
      grid: { color: grid, drawOnChartArea: false, tickColor: grid },
      border: { color: grid },
      ticks: {
        ...ticks,
        ...(state.x === 'epoch' ? { precision: 0 } : {}),
        includeBounds: false,
        maxRotation: 0,
        autoSkipPadding: 16,
        callback: (value) => labelPlace(state.x, Number(value), state.isXLogarithmic),
      },
    },
    y: {
      type: state.isYLogarithmic && !isEmpty ? 'logarithmic' : 'linear',
      min: values?.min ?? 0,
      max: values?.max ?? 1,
      afterFit: (scale) => {
        scale.width = VALUE_AXIS_WIDTH
      },
      // Without values the scale would mean nothing.
      grid: { color: grid, tickLength: 0, display: !isEmpty },
      border: { display: false },
      ticks: {
        ...ticks,
        padding: 8,
        display: !isEmpty,
        includeBounds: false,
        maxTicksLimit: 9,
        callback: (value, _, all) =>
          labelValue(measure, Number(value), {
            step: all.length > 1 ? Math.abs(all[1].value - all[0].value) : null,
            isLogarithmic: state.isYLogarithmic,
            decades: values === null ? 0 : Math.log10(values.max / values.min),
          }),
      },
    },
  }
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 })

function labelPlace(x: XAxisName, value: number, isLogarithmic: boolean): string | null {
  if (isLogarithmic && !isMarked(value, 2)) return null
  if (x === 'epoch') return value < 0 ? 'start' : formatCount(value)
  return x === 'examples' && value >= 10_000
    ? compact.format(value)
    : formatCount(Number(value.toPrecision(6)))
}

interface Neighbourhood {
  /** Distance to the next tick; null for one alone. */
  readonly step: number | null
  readonly isLogarithmic: boolean
  readonly decades: number
}

/** A tick's label with just the digits that its neighbours need; minor ticks of a logarithmic axis stay blank. */
function labelValue({ isShare }: ComparedMeasure, value: number, near: Neighbourhood): string | null {
  if (near.isLogarithmic && !isMarked(value, near.decades)) return null
  const shown = isShare ? value * 100 : value
  const step = near.isLogarithmic ? Math.abs(shown) : (near.step ?? Math.abs(value)) * (isShare ? 100 : 1)
  const digits = step > 0 ? Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)) : 0
  const text =
    shown !== 0 && (digits > 5 || Math.abs(shown) >= 1e6)
      ? shown.toExponential(1).replace('.0', '').replace('e+', 'e')
      : shown.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return isShare ? `${text}\u00a0%` : text
}

/** Whether a tick of a logarithmic axis has room for a label: 1, 2 and 5, over many decades 1 alone, over few all. */
function isMarked(value: number, decades: number): boolean {
  if (value <= 0) return false
  const lead = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9))
  if (decades > 3) return lead === 1
  return decades < 0.7 || lead === 1 || lead === 2 || lead === 5
}
