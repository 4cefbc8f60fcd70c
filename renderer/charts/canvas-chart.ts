import {
  Chart as Canvas,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js'
import {
  CHART_LINE_STYLES,
  type Chart,
  type ChartAxis,
  type ChartMark,
  type ChartPoint,
  type ChartTick,
  dashOf,
  type DotsMark,
  FEWER_DASH,
  fromTheTop,
  type LineMark,
  TRACE_PERCENT,
  type TraceMark,
} from '#shared/chart/chart.ts'
import { scaleOf } from '#shared/chart/chart-axes.ts'
import { restsOnFewer } from '#shared/chart/chart-points.ts'
import { LABEL_HEIGHT, LABEL_PADDING, ticksWithRoom } from '#shared/chart/ticks-with-room.ts'
import type { DevicePixels } from '../composables/use-device-pixels.ts'
import { valueAxisWidth } from './value-axis-width.ts'

Canvas.register(Filler, LineController, LineElement, PointElement, LinearScale)

export type CanvasChart = Canvas<'line', ChartPoint[]>

/** The colour of a CSS expression, as in `var(--run-1)`, for the canvas, which knows no variables. */
export type ColourOf = (expression: string) => string

type DataSet = ChartDataset<'line', ChartPoint[]>

const FONT = { family: 'system-ui, sans-serif', size: 11 }
/** Half of the upper label of the value axis fits into it. */
const PADDING = { top: 8, right: 12 }
/** A label is centred on its tick; at the right end of the axis, half of it reaches beyond. */
const PADDING_OF_LABEL = 24
/** Of a horizontal axis with its labels, about. */
const POSITION_HEIGHT = 28
const TICK_LENGTH = 4

/** Makes an empty chart; `onLayout` is called after every change of its scales or size. */
export function createCanvasChart(canvas: HTMLCanvasElement, onLayout: () => void): CanvasChart {
  return new Canvas<'line', ChartPoint[]>(canvas, {
    type: 'line',
    data: { datasets: [] },
    options: {
      animation: false,
      // Its own sizing rounds to tenths of a CSS pixel, and what is between two pixels of the screen blurs.
      responsive: false,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      // The cursor is drawn over the canvas by the component, so that moving it draws no line again.
      events: [],
      layout: { padding: PADDING },
    },
    plugins: [{ id: 'layout', afterUpdate: onLayout }],
  })
}

/** Makes the canvas as large as so many pixels of the screen. */
export function sizeCanvasChart(canvas: CanvasChart, { width, height, ratio }: DevicePixels): void {
  canvas.options.devicePixelRatio = ratio
  canvas.resize(width / ratio, height / ratio)
  canvas.canvas.style.width = `${canvas.canvas.width / ratio}px`
  canvas.canvas.style.height = `${canvas.canvas.height / ratio}px`
}

/** Draws a chart, without animation; its signs lie over the canvas (ChartOverlay). */
export function drawCanvasChart(canvas: CanvasChart, chart: Chart, colourOf: ColourOf): void {
  // Chart.js draws the first data set on top.
  const marks = fromTheTop(chart)
  const place = placement(chart)
  canvas.data.datasets = LAYERS.flatMap((layer) =>
    marks.flatMap((mark) => dataSetsOf(mark, colourOf, place)[layer] ?? []),
  )
  canvas.options.layout = { padding: { ...PADDING, right: rightPadding(chart.x) } }
  canvas.options.scales = { x: positionScale(chart.x, colourOf), y: valueScale(chart.y, colourOf) }
  canvas.update('none')
}

/** Puts points where Chart.js is to draw them. */
type Placement = (points: readonly ChartPoint[]) => ChartPoint[]

/**
 * Chart.js draws a value without a logarithm on the floor of its axis, as if it were the least; so logarithmic axes are
 * linear ones to it, of shares of their length.
 */
function placement({ x, y }: Chart): Placement {
  if (x.kind !== 'log' && y.kind !== 'log') return (points) => points as ChartPoint[]
  const [xOf, yOf] = [x, y].map((axis) =>
    axis.kind === 'log' ? scaleOf(axis, 0, 1) : (value: number) => value,
  )
  const finite = (value: number): number => (Number.isFinite(value) ? value : NaN)
  return (points) => points.map((point) => ({ x: finite(xOf!(point.x)), y: finite(yOf!(point.y)) }))
}

function rightPadding({ ticks, max }: ChartAxis): number {
  const last = ticks.at(-1)
  return last?.value === max && last.label.length > 4 ? PADDING_OF_LABEL : PADDING.right
}

/** From the top down. */
const LAYERS = ['dots', 'lines', 'measured', 'faint', 'bands'] as const
type Layers = Partial<Record<(typeof LAYERS)[number], DataSet[]>>

function dataSetsOf(mark: ChartMark, colourOf: ColourOf, place: Placement): Layers {
  switch (mark.kind) {
    case 'line': {
      const full = colourOf(mark.colour)
      const bands = bandSets(mark, colourOf, place)
      if (mark.smooth === null) return { lines: [lineSet(mark, place(mark.points), full)], bands }
      // What was measured stays in sight behind a smoothed line.
      const faint = colourOf(mixed(mark.colour, 35))
      const measured = [{ ...lineSet(mark, place(mark.points), faint), borderWidth: 1 }]
      return { lines: [lineSet(mark, place(mark.smooth), full)], measured, bands }
    }
    case 'trace':
      return { faint: [traceSet(mark, colourOf, place)] }
    case 'dots':
      return { [mark.look === 'faint' ? 'faint' : 'dots']: [dotSet(mark, colourOf, place)] }
    case 'signs':
      return {}
  }
}

const mixed = (colour: string, percent: number): string =>
  `color-mix(in srgb, ${colour} ${percent}%, transparent)`

function lineSet(line: LineMark, points: ChartPoint[], colour: string): DataSet {
  const { part, width, radius } = line
  const style = CHART_LINE_STYLES[part ?? 'validation']
  // A line needs two points; a first epoch alone shows as a dot.
  const isLone = points.filter(({ y }) => Number.isFinite(y)).length === 1
  return {
    data: points,
    borderColor: colour,
    backgroundColor: colour,
    borderWidth: width ?? style.width,
    borderDash: [...dashOf(line)],
    ...(line.ofRuns === undefined
      ? {}
      : {
          segment: {
            borderDash: ({ p1DataIndex }) =>
              restsOnFewer(line.points[p1DataIndex]!, line) ? [...FEWER_DASH] : undefined,
          },
        }),
    borderJoinStyle: 'round',
    pointRadius: radius ?? (isLone ? 3 : 0),
    pointHoverRadius: 0,
    // Half of a line along an edge lies beyond it.
    clip: radius !== undefined || isLone ? false : 2,
  }
}

function bandSets({ band, colour }: LineMark, colourOf: ColourOf, place: Placement): DataSet[] {
  if (band === null) return []
  const edge = { borderWidth: 0, pointRadius: 0, pointHoverRadius: 0 }
  return [
    { ...edge, data: place(band.high) },
    { ...edge, data: place(band.low), fill: '-1', backgroundColor: colourOf(mixed(colour, 16)) },
  ]
}

function traceSet({ points, colour }: TraceMark, colourOf: ColourOf, place: Placement): DataSet {
  return {
    ...{ data: place(points), borderColor: colourOf(mixed(colour, TRACE_PERCENT)), borderWidth: 1 },
    ...{ borderJoinStyle: 'round', pointRadius: 0, pointHoverRadius: 0, clip: 2 },
  }
}

function dotSet({ dots, look, isJoined }: DotsMark, colourOf: ColourOf, place: Placement): DataSet {
  const colours = dots.map(({ colour }) => colourOf(look === 'faint' ? mixed(colour, 55) : colour))
  return {
    data: place(dots).map(({ x, y }) => ({ x, y })),
    showLine: isJoined,
    borderColor: colourOf('var(--border)'),
    borderWidth: 1.5,
    pointRadius: dots.map(({ radius }) => radius),
    pointHoverRadius: 0,
    pointBackgroundColor: colours,
    pointBorderColor: colourOf('var(--surface)'),
    pointBorderWidth: look === 'faint' ? 0 : 1,
    clip: false,
  }
}

type Scale = NonNullable<NonNullable<CanvasChart['options']['scales']>[string]>

function scaleOptions(
  axis: ChartAxis,
  colourOf: ColourOf,
  room: { readonly padding?: number; readonly autoSkipPadding?: number },
  /** Which of the ticks have room along so many pixels. */
  fitTicks: (length: number) => readonly ChartTick[] = () => axis.ticks,
): Scale {
  const { kind, min, max, label } = axis
  const shareOf = scaleOf(axis, 0, 1)
  let { ticks } = axis
  return {
    type: 'linear',
    ...(kind === 'log' ? { min: 0, max: 1 } : { min, max }),
    afterBuildTicks: (scale) => {
      ticks = fitTicks(scale.maxHeight)
      scale.ticks = ticks.map(({ value }) => ({ value: kind === 'log' ? shareOf(value) : value }))
    },
    title: {
      display: label !== '',
      text: label,
      color: colourOf('var(--text-muted)'),
      font: FONT,
      padding: { top: 2, bottom: 0 },
    },
    ticks: {
      color: colourOf('var(--text-muted)'),
      font: FONT,
      maxRotation: 0,
      callback: (_: unknown, k: number) => ticks[k]!.label,
      ...room,
    },
  }
}

function positionScale(axis: ChartAxis, colourOf: ColourOf): Scale {
  const grid = colourOf('var(--border)')
  return {
    ...scaleOptions(axis, colourOf, { autoSkipPadding: 14 }),
    grid: { color: grid, drawOnChartArea: false, tickColor: grid, tickLength: TICK_LENGTH },
    border: { color: grid },
  }
}

function valueScale(axis: ChartAxis, colourOf: ColourOf): Scale {
  return {
    ...scaleOptions(axis, colourOf, { padding: LABEL_PADDING }, (height) =>
      ticksWithRoom(axis.ticks, scaleOf(axis, 0, height - POSITION_HEIGHT), () => LABEL_HEIGHT),
    ),
    afterFit: (fitted) => {
      fitted.width = valueAxisWidth(axis)
      // Chart.js would add the gap beside the labels above them too.
      fitted.paddingTop = PADDING.top
    },
    grid: { color: colourOf('var(--border)'), tickLength: 0 },
    border: { display: false },
  }
}
