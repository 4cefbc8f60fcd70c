/** A place on a chart; `epoch` where it is another number than `x`. */
export interface ChartFilePoint {
  readonly x: number
  readonly y: number
  readonly epoch?: number
}

/** Which line a part is drawn with, in every chart: training thin, validation full, test dashed. */
export const CHART_LINE_STYLES = {
  training: { width: 1, dash: [] },
  validation: { width: 2.25, dash: [] },
  test: { width: 1.75, dash: [5, 4] },
} as const satisfies Readonly<Record<string, { width: number; dash: readonly number[] }>>
export type ChartLineStyle = keyof typeof CHART_LINE_STYLES

export interface ChartFileLine {
  /** Lines of the same owner share a name, a colour and an entry of the legend. */
  readonly owner: string
  readonly name: string
  /** Any CSS colour that holds where the chart will be shown. */
  readonly colour: string
  /** Null where the measure has no parts. */
  readonly part: ChartLineStyle | null
  /** In order of x; a point whose y is not a finite number is a gap. */
  readonly points: readonly ChartFilePoint[]
  /** The same, smoothed; what was measured is drawn faintly behind it. */
  readonly smooth: readonly ChartFilePoint[] | null
  /** Least and greatest at the same places, where the line is a mean. */
  readonly band: { readonly low: readonly ChartFilePoint[]; readonly high: readonly ChartFilePoint[] } | null
}

export interface ChartFileAxis {
  readonly label: string
  readonly min: number
  readonly max: number
  readonly isLogarithmic: boolean
  /** `share`: 0 to 1, labelled in per cent; `epoch`: whole numbers, −1 for the start. */
  readonly kind: 'number' | 'share' | 'epoch'
}

/** Everything that a chart shows, for files: what SVG, PNG and CSV are written from. */
export interface LineChart {
  readonly title: string
  readonly x: ChartFileAxis
  readonly y: ChartFileAxis
  readonly lines: readonly ChartFileLine[]
}
