import type { ChartFileAxis, LineChart } from '#shared/chart/line-chart.ts'
import type { ChartSeries, ValueAxis } from './chart-series.ts'
import type { AxisRange } from './compared-axes.ts'
import { X_AXES, type ComparedLine, type XAxisName } from './compared-lines.ts'
import type { ComparedMeasure } from './compared-measures.ts'
import type { MeasureName } from '#shared/measures.ts'

export interface EpochChartFile {
  readonly series: readonly ChartSeries[]
  readonly measure: MeasureName
  readonly isLogarithmic: boolean
  readonly values: ValueAxis | null
  readonly firstEpoch: number
  readonly lastEpoch: number
}

/** What Train's chart shows, for files. */
export function describeEpochChart(state: EpochChartFile): LineChart {
  const { series, measure, values } = state
  const label = measure === 'loss' ? 'Loss' : 'Accuracy'
  const names = new Set(series.map(({ run }) => run.name))
  return {
    title: names.size === 1 ? `${label}: ${[...names][0]}` : `${label} by epoch`,
    x: {
      ...{ label: 'Epoch', kind: 'epoch', isLogarithmic: false },
      min: state.firstEpoch,
      max: Math.max(state.lastEpoch, state.firstEpoch + 1),
    },
    y: {
      ...{ label, kind: measure === 'accuracy' ? 'share' : 'number', isLogarithmic: state.isLogarithmic },
      ...{ min: values?.min ?? 0, max: values?.max ?? 1 },
    },
    lines: series.map(({ run, part, points }) => ({
      ...{ owner: run.id, name: run.name, colour: run.colour, part, points },
      ...{ smooth: null, band: null },
    })),
  }
}

export interface ComparedChartFile {
  readonly lines: readonly ComparedLine[]
  readonly measure: ComparedMeasure
  readonly x: XAxisName
  readonly isXLogarithmic: boolean
  readonly isYLogarithmic: boolean
  readonly places: AxisRange | null
  readonly values: AxisRange | null
}

/** What the comparison's chart shows, for files; as far as it is zoomed. */
export function describeComparedChart(state: ComparedChartFile): LineChart {
  const { lines, measure, x } = state
  const axis = (range: AxisRange | null, rest: Omit<ChartFileAxis, 'min' | 'max'>): ChartFileAxis => {
    const min = range?.min ?? 0
    return { ...rest, min, max: range !== null && range.max > min ? range.max : min + 1 }
  }
  return {
    title: `${measure.label} by ${X_AXES[x].by}`,
    x: axis(state.places, {
      ...{ label: X_AXES[x].label, isLogarithmic: state.isXLogarithmic },
      kind: x === 'epoch' ? 'epoch' : 'number',
    }),
    y: axis(state.values, {
      ...{ label: measure.label, isLogarithmic: state.isYLogarithmic },
      kind: measure.isShare ? 'share' : 'number',
    }),
    lines: lines.map(({ owner, name, colour, part, points, smooth, band }) => ({
      ...{ owner, name, colour, points, smooth, band },
      part: measure.hasParts ? part : null,
    })),
  }
}
