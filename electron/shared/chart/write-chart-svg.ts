import { escapeMarkup } from '../escape-markup.ts'
import type { Chart } from './chart.ts'
import { axisBreaks, type PlotArea } from './axis-break.ts'
import { type AxisScale, scaleOf } from './chart-axes.ts'
import { layOutLegend, textWidth } from './chart-legend.ts'
import { drawMarks, round } from './svg-marks.ts'
import { LABEL_HEIGHT, LABEL_PADDING, labelsWidth, ticksWithRoom } from './ticks-with-room.ts'

/** Colours as CSS, which may be variables of the page that the chart becomes part of. */
export interface ChartColours {
  readonly text: string
  readonly muted: string
  readonly grid: string
  readonly surface: string
}

export interface WriteChartOptions {
  /** In CSS pixels, as the height. */
  readonly width: number
  readonly height: number
  readonly colours: ChartColours
  /** Whether what is behind the chart shows through. */
  readonly isTransparent?: boolean
  /** Sets it apart from other charts on the same page. */
  readonly id?: string
}

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'
/** Of the vertical axis: its title, its labels and the gap between them and the plot; more where a label is longer. */
const LEFT = 64
const Y_TITLE = 22
/** Half of a long label, as `10,000`. */
const RIGHT = 24
const TITLE = 30
/** Of the horizontal axis with its label. */
const BOTTOM = 44
/** Between the labels of a horizontal axis. */
const LABEL_GAP = 8
/** Beyond both ends of a horizontal axis, for the dots that lie there; a part that is zoomed into ends sharply. */
const DOT_ROOM = 5

interface Plot extends PlotArea {
  readonly xOf: AxisScale
  readonly yOf: AxisScale
}

/** A chart with its title, legend and labelled axes as one SVG element, which asks for nothing outside of it. */
export function writeChartSvg(
  chart: Chart,
  { width, height, colours, isTransparent = false, id = 'chart' }: WriteChartOptions,
): string {
  const left = Math.max(LEFT, Y_TITLE + Math.ceil(labelsWidth(chart.y)) + LABEL_PADDING)
  const legend = layOutLegend(chart, { left, top: TITLE, right: width - RIGHT })
  const area = { left, right: width - RIGHT, top: TITLE + legend.height + 6, bottom: height - BOTTOM }
  const plot: Plot = {
    ...area,
    xOf: scaleOf(chart.x, area.left, area.right),
    yOf: scaleOf(chart.y, area.bottom, area.top),
  }
  const clip = escapeMarkup(`${id}-plot`)
  const { min, max, whole } = chart.x
  const isPart = whole !== undefined && (min > whole.min || max < whole.max)
  const beyond = isPart ? 0 : DOT_ROOM
  const { inside, over } = drawMarks(chart, { ...plot, grid: colours.grid, surface: colours.surface })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(chart.title)}" font-family="${FONT}" font-size="11">`,
    isTransparent
      ? ''
      : `<rect width="${width}" height="${height}" style="fill:${escapeMarkup(colours.surface)}"/>`,
    `<text x="16" y="20" font-size="13" font-weight="600" style="fill:${escapeMarkup(colours.text)}">${escapeMarkup(chart.title)}</text>`,
    legend.draw(colours),
    drawAxes(chart, plot, colours),
    `<clipPath id="${clip}"><rect x="${round(plot.left - beyond)}" y="${round(plot.top - 2)}" width="${round(plot.right - plot.left + 2 * beyond)}" height="${round(plot.bottom - plot.top + 4)}"/></clipPath>`,
    `<g clip-path="url(#${clip})" fill="none" stroke-linejoin="round">${inside}</g>`,
    `<g fill="none">${over}</g></svg>`,
  ].join('')
}

function drawAxes(chart: Chart, plot: Plot, { grid, muted }: ChartColours): string {
  const { x, y } = chart
  const { left, right, top, bottom } = plot
  const lines: string[] = []
  const labels: string[] = []
  for (const { value, label } of ticksWithRoom(y.ticks, plot.yOf, () => LABEL_HEIGHT)) {
    const at = round(plot.yOf(value))
    lines.push(`M${round(left)} ${at}H${round(right)}`)
    labels.push(
      `<text x="${left - LABEL_PADDING}" y="${at + 4}" text-anchor="end">${escapeMarkup(label)}</text>`,
    )
  }
  for (const { value, label } of ticksWithRoom(x.ticks, plot.xOf, (text) => textWidth(text) + LABEL_GAP)) {
    const at = round(plot.xOf(value))
    lines.push(`M${at} ${round(bottom)}v5`)
    labels.push(
      `<text x="${at}" y="${round(bottom + 18)}" text-anchor="middle">${escapeMarkup(label)}</text>`,
    )
  }
  lines.push(`M${round(left)} ${round(bottom)}H${round(right)}`)
  const middle = round((top + bottom) / 2)
  const breaks = axisBreaks(chart, plot).map(
    ({ across, slashes }) =>
      `<g fill="none" style="stroke:${escapeMarkup(muted)}"><path d="${across}" stroke-dasharray="1 4"/><path d="${slashes}"/></g>`,
  )
  return [
    ...breaks,
    `<path d="${lines.join('')}" fill="none" style="stroke:${escapeMarkup(grid)}"/>`,
    `<g style="fill:${escapeMarkup(muted)}">${labels.join('')}`,
    `<text x="${round((left + right) / 2)}" y="${round(bottom + 36)}" text-anchor="middle">${escapeMarkup(x.label)}</text>`,
    `<text transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escapeMarkup(y.label)}</text></g>`,
  ].join('')
}
