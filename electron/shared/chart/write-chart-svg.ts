import { escapeMarkup } from '../escape-markup.ts'
import { axisTicks } from './axis-ticks.ts'
import { layOutLegend } from './chart-legend.ts'
import {
  CHART_LINE_STYLES,
  type ChartFileAxis,
  type ChartFileLine,
  type ChartFilePoint,
  type LineChart,
} from './line-chart.ts'

/** Colours as CSS, which may be variables of the page that the chart becomes part of. */
export interface ChartColours {
  readonly text: string
  readonly muted: string
  readonly grid: string
  /** Null: whatever is behind shows through. */
  readonly surface: string | null
}

export interface WriteChartOptions {
  /** In CSS pixels, as the height. */
  readonly width: number
  readonly height: number
  readonly colours: ChartColours
  /** Sets it apart from other charts on the same page. */
  readonly id?: string
}

const FONT = 'system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif'
const LEFT = 64
const RIGHT = 16
const TITLE = 30
/** Of the horizontal axis with its label. */
const BOTTOM = 44

interface Plot {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly xOf: (x: number) => number
  readonly yOf: (y: number) => number
}

/** A chart with its title, legend and labelled axes as one SVG element, which asks for nothing outside of it. */
export function writeChartSvg(
  chart: LineChart,
  { width, height, colours, id = 'chart' }: WriteChartOptions,
): string {
  const legend = layOutLegend(chart.lines, { left: LEFT, top: TITLE, right: width - RIGHT })
  const area = { left: LEFT, right: width - RIGHT, top: TITLE + legend.height + 6, bottom: height - BOTTOM }
  const plot: Plot = {
    ...area,
    xOf: scaleOf(chart.x, area.left, area.right),
    yOf: scaleOf(chart.y, area.bottom, area.top),
  }
  const clip = `${id}-plot`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeMarkup(chart.title)}" font-family="${FONT}" font-size="11">`,
    colours.surface === null
      ? ''
      : `<rect width="${width}" height="${height}" style="fill:${escapeMarkup(colours.surface)}"/>`,
    `<text x="16" y="20" font-size="13" font-weight="600" style="fill:${escapeMarkup(colours.text)}">${escapeMarkup(chart.title)}</text>`,
    legend.draw(colours),
    drawAxes(chart, plot, colours),
    `<clipPath id="${escapeMarkup(clip)}"><rect x="${round(plot.left)}" y="${round(plot.top - 2)}" width="${round(plot.right - plot.left)}" height="${round(plot.bottom - plot.top + 4)}"/></clipPath>`,
    `<g clip-path="url(#${escapeMarkup(clip)})" fill="none" stroke-linejoin="round">`,
    ...chart.lines.map((line) => drawBand(line, plot)),
    ...chart.lines.map((line) => drawLine(line, plot)),
    '</g></svg>',
  ].join('')
}

function scaleOf(
  { min, max, isLogarithmic }: ChartFileAxis,
  from: number,
  to: number,
): (value: number) => number {
  const map = isLogarithmic && min > 0 ? Math.log10 : (value: number): number => value
  const low = map(min)
  const span = map(max) - low
  return (value) => from + ((to - from) * (map(value) - low)) / (span > 0 ? span : 1)
}

function drawAxes({ x, y }: LineChart, plot: Plot, { grid, muted }: ChartColours): string {
  const { left, right, top, bottom } = plot
  const lines: string[] = []
  const labels: string[] = []
  for (const { value, label } of axisTicks(y, Math.max(2, Math.round((bottom - top) / 44)))) {
    const at = round(plot.yOf(value))
    lines.push(`M${round(left)} ${at}H${round(right)}`)
    labels.push(`<text x="${left - 8}" y="${at + 4}" text-anchor="end">${escapeMarkup(label)}</text>`)
  }
  for (const { value, label } of axisTicks(x, Math.max(2, Math.round((right - left) / 80)))) {
    const at = round(plot.xOf(value))
    lines.push(`M${at} ${round(bottom)}v5`)
    labels.push(
      `<text x="${at}" y="${round(bottom + 18)}" text-anchor="middle">${escapeMarkup(label)}</text>`,
    )
  }
  lines.push(`M${round(left)} ${round(bottom)}H${round(right)}`)
  const middle = round((top + bottom) / 2)
  return [
    `<path d="${lines.join('')}" fill="none" style="stroke:${escapeMarkup(grid)}"/>`,
    `<g style="fill:${escapeMarkup(muted)}">${labels.join('')}`,
    `<text x="${round((left + right) / 2)}" y="${round(bottom + 36)}" text-anchor="middle">${escapeMarkup(x.label)}</text>`,
    `<text transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${escapeMarkup(y.label)}</text></g>`,
  ].join('')
}

function drawLine({ points, smooth, part, colour }: ChartFileLine, plot: Plot): string {
  const { width, dash } = CHART_LINE_STYLES[part ?? 'validation']
  const stroke = (of: readonly ChartFilePoint[], strokeWidth: number, opacity: number): string => {
    const style = `stroke:${escapeMarkup(colour)}${opacity < 1 ? `;stroke-opacity:${opacity}` : ''}`
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`
    const lone = of.filter((point) => isDrawn(point, plot))
    // A line needs two points; a first epoch alone shows as a dot.
    if (lone.length === 1) {
      const [{ x, y }] = lone
      return `<circle cx="${round(plot.xOf(x))}" cy="${round(plot.yOf(y))}" r="3" style="fill:${escapeMarkup(colour)}"/>`
    }
    return `<path d="${pathOf(of, plot)}" stroke-width="${strokeWidth}"${dashes} style="${style}"/>`
  }
  return smooth === null ? stroke(points, width, 1) : stroke(points, 1, 0.35) + stroke(smooth, width, 1)
}

function drawBand({ band, colour }: ChartFileLine, plot: Plot): string {
  if (band === null) return ''
  const outline = [...band.high, ...band.low.toReversed()].filter((point) => isDrawn(point, plot))
  if (outline.length < 3) return ''
  const d = outline.map(({ x, y }, k) => `${k === 0 ? 'M' : 'L'}${round(plot.xOf(x))} ${round(plot.yOf(y))}`)
  return `<path d="${d.join('')}Z" style="fill:${escapeMarkup(colour)};fill-opacity:0.16"/>`
}

function isDrawn({ x, y }: ChartFilePoint, { xOf, yOf }: Plot): boolean {
  return Number.isFinite(y) && Number.isFinite(xOf(x)) && Number.isFinite(yOf(y))
}

function pathOf(points: readonly ChartFilePoint[], plot: Plot): string {
  let isOpen = false
  return points
    .map((point) => {
      if (!isDrawn(point, plot)) {
        isOpen = false
        return ''
      }
      const command = isOpen ? 'L' : 'M'
      isOpen = true
      return `${command}${round(plot.xOf(point.x))} ${round(plot.yOf(point.y))}`
    })
    .join('')
}

/** A hundredth of a pixel is finer than any screen or printer shows. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
