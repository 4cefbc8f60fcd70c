import type { ChartUnit } from './chart-units.ts'

/** From `min` to `max` along an axis. */
export interface AxisRange {
  readonly min: number
  readonly max: number
}

export interface ChartTick {
  readonly value: number
  readonly label: string
}

export interface ChartAxis extends AxisRange {
  /** What it measures, as in `Accuracy`. */
  readonly label: string
  /**
   * `linear` and `log` are what they say; `time` is linear in seconds, with ticks at whole seconds, minutes and hours;
   * `category` has names at positions, which are its ticks.
   */
  readonly kind: 'linear' | 'log' | 'time' | 'category'
  readonly unit: ChartUnit
  /** Smallest first; where room is short, a drawing leaves some of the labels out. Empty where nothing is measured. */
  readonly ticks: readonly ChartTick[]
  /** All there is to see; an axis without it is not zoomed. */
  readonly whole?: AxisRange
  /** On a logarithmic axis, whether 0 has a place of its own beyond a break at the lower end, with its tick. */
  readonly hasZero?: boolean
}

/** A point of a line. A y that is not a finite number is a gap. */
export interface ChartPoint {
  readonly x: number
  readonly y: number
  /** The epoch that was measured, where `x` is another number. */
  readonly epoch?: number
  /** Of a share of images, how many there are; undefined where that is not known. */
  readonly total?: number
  /** How many runs it is the mean of, where it is one. */
  readonly runs?: number
}

export type ChartPart = 'training' | 'validation' | 'test'

/** Which line a part of the data is drawn with, in every chart: training thin, validation full, test dashed. */
export const CHART_LINE_STYLES = {
  training: { width: 1, dash: [] },
  validation: { width: 2.25, dash: [] },
  test: { width: 1.75, dash: [5, 4] },
} as const satisfies Readonly<Record<ChartPart, { width: number; dash: readonly number[] }>>

/** Where a mean rests on fewer runs than elsewhere. */
export const FEWER_DASH = [2, 3] as const

/** A line with what belongs to it. */
export interface LineMark {
  readonly kind: 'line'
  readonly key: string
  /** Lines of the same owner share a name, a colour and an entry of the legend. */
  readonly owner: string
  readonly name: string
  /** Any CSS colour that holds where the chart will be shown, as in `var(--run-1)`. */
  readonly colour: string
  /** That tells its owner from those of a similar colour, in pixels of line and gap; by default a full line. */
  readonly dash?: readonly number[]
  /** Null where the measure has no parts. */
  readonly part: ChartPart | null
  /** In order of x. */
  readonly points: readonly ChartPoint[]
  /** The same, smoothed; what was measured is drawn faintly behind it. Null without smoothing. */
  readonly smooth: readonly ChartPoint[] | null
  /** Least and greatest at the same positions, where the line is a mean; else null. */
  readonly band: { readonly low: readonly ChartPoint[]; readonly high: readonly ChartPoint[] } | null
  /** Of how many runs it is the mean, where it is one; it is drawn in short dashes where fewer of them have a value. */
  readonly ofRuns?: number
  /** In pixels; by default that of its part. */
  readonly width?: number
  /** Whether it lies over all others. */
  readonly isFront?: boolean
  /** Of a dot at each point, in pixels; by default a point that stands alone has one. */
  readonly radius?: number
}

export interface ChartDot {
  readonly key: string
  /** As in `Run 3`. */
  readonly name: string
  readonly x: number
  readonly y: number
  readonly colour: string
  /** In pixels. */
  readonly radius: number
}

/** Single points, not joined by a line. */
export interface DotsMark {
  readonly kind: 'dots'
  readonly dots: readonly ChartDot[]
  /** `ringed`: set off from what lies under them; `faint`: small, behind the lines. */
  readonly look: 'ringed' | 'faint'
  /** Whether a thin line joins them. */
  readonly isJoined: boolean
}

/**
 * What is pointed out on a chart: a ring around the best points, a cross where something ended, an arrow on the edge
 * where a line lies above or below what the axis shows.
 */
export interface SignsMark {
  readonly kind: 'signs'
  readonly sign: 'ring' | 'cross' | 'above' | 'below'
  readonly points: readonly {
    readonly key: string
    readonly x: number
    readonly y: number
    readonly colour: string
  }[]
}

/** How a measure goes between two points of the lines, while it is still going on: a light line that is not read out. */
export interface TraceMark {
  readonly kind: 'trace'
  readonly key: string
  readonly colour: string
  /** In order of x. */
  readonly points: readonly ChartPoint[]
}

/** Of a trace, how much of its colour is seen. */
export const TRACE_PERCENT = 50

export type ChartMark = LineMark | DotsMark | SignsMark | TraceMark

/** What the colours of a chart stand for, where they say more than whose line or dot it is. */
export interface ColourKey {
  /** What is coloured, as in `Rank by best validation accuracy`. */
  readonly title: string
  /** Colours from one end to the other with the words at both ends; null where there is no such order. */
  readonly scale: { readonly from: string; readonly to: string; readonly colours: readonly string[] } | null
  /** Colours with a name each. */
  readonly names: readonly { readonly name: string; readonly colour: string }[]
}

/** Runs that an axis of values leaves out of sight as a whole, so that the others can be told apart. */
export interface ChartCut {
  readonly side: 'above' | 'below'
  /** Of the runs, the farthest first. */
  readonly names: readonly string[]
}

/**
 * Everything that a chart shows, as plain data: drawn on the canvas, written as SVG, PNG and CSV, and put into words.
 */
export interface Chart {
  /** Says all by itself, as the title of a file. */
  readonly title: string
  /** The chart in words, for who cannot see it. */
  readonly description: string
  /** What the names of its lines or dots are, as in `run`. */
  readonly names: string
  readonly x: ChartAxis
  readonly y: ChartAxis
  /** Bands lie under lines, lines under dots, dots under signs; among their like, the first lie on top. */
  readonly marks: readonly ChartMark[]
  /** Where along the horizontal axis the cursor can stand, smallest first. */
  readonly stops: readonly number[]
  /** What its colours stand for; undefined where they tell lines apart. */
  readonly colours?: ColourKey
  /** What lies beyond its axis of values as a whole; undefined where nothing does. */
  readonly cut?: ChartCut
}

/** Line and gap of a line, in pixels: its part's, then its owner's; empty for a full line. */
export function dashOf({ part, dash = [] }: Pick<LineMark, 'part' | 'dash'>): readonly number[] {
  return [...CHART_LINE_STYLES[part ?? 'validation'].dash, ...dash]
}

/** The marks of a kind, in their order. */
export function marksOf<Kind extends ChartMark['kind']>(
  { marks }: Chart,
  kind: Kind,
): Extract<ChartMark, { kind: Kind }>[] {
  return marks.filter((mark): mark is Extract<ChartMark, { kind: Kind }> => mark.kind === kind)
}

/** The marks as they lie on each other within their layers, from the top down. */
export function fromTheTop({ marks }: Chart): ChartMark[] {
  const isFront = (mark: ChartMark): boolean => mark.kind === 'line' && mark.isFront === true
  return [...marks.filter(isFront), ...marks.filter((mark) => !isFront(mark))]
}

/** Whether there is nothing to see. */
export function isEmptyChart({ marks }: Chart): boolean {
  return marks.every((mark) => (mark.kind === 'dots' ? mark.dots : mark.points).length === 0)
}
