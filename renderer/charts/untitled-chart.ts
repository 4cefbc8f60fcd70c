import type { Chart, ChartAxis } from '#shared/chart/chart.ts'
import { textWidth } from '#shared/chart/chart-legend.ts'
import { valueAxisWidth } from './value-axis-width.ts'

/**
 * The chart as it is drawn below a heading: a title of an axis that the heading says already would take room from the
 * lines. Files keep the titles of both axes.
 */
export function untitledChart(chart: Chart, heading: string): Chart {
  const said = heading.toLowerCase()
  const untitled = (axis: ChartAxis): ChartAxis =>
    said.includes(axis.label.toLowerCase()) ? { ...axis, label: '' } : axis
  return { ...chart, x: untitled(chart.x), y: untitled(chart.y) }
}

/** From a title in the corner to the plot, in pixels: the first label of the axis reaches into it. */
export const CORNER_GAP = 12
/** Letters of that label at most: it is centred on the end of the plot. */
const CORNER_LETTERS = 2

/**
 * The title of the horizontal axis where it fits into the corner before the axis' labels, so that it needs no line of
 * its own, which the lines of the chart get; empty where it does not fit.
 * @param chart as it is drawn: without titles that its heading says
 */
export function cornerTitle({ x, y }: Chart): string {
  const [first] = x.ticks
  if (first === undefined || first.label.length > CORNER_LETTERS) return ''
  return textWidth(x.label) <= valueAxisWidth(y) - CORNER_GAP ? x.label : ''
}
