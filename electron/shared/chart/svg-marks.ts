import { escapeMarkup } from '../escape-markup.ts'
import {
  CHART_LINE_STYLES,
  dashOf,
  FEWER_DASH,
  type Chart,
  type ChartMark,
  type ChartPoint,
  type DotsMark,
  fromTheTop,
  type LineMark,
  type SignsMark,
  TRACE_PERCENT,
  type TraceMark,
} from './chart.ts'
import type { AxisScale } from './chart-axes.ts'
import { restsOnFewer } from './chart-points.ts'
import { signPath } from './sign-path.ts'
import { thinLine } from './thin-line.ts'

/** Where a drawing puts the values of its axes, and the colours that belong to no mark. */
export interface SvgPlot {
  readonly xOf: AxisScale
  readonly yOf: AxisScale
  readonly grid: string
  /** What is behind the chart. */
  readonly surface: string
}

/** A layer of marks: what lies under and over the curves of the others. */
type Layer = 'bands' | 'lines' | 'dots' | 'signs'
/** What a mark adds to a layer; empty where it has nothing there. */
function drawMark(mark: ChartMark, layer: Layer, plot: SvgPlot): string {
  switch (mark.kind) {
    case 'line':
      return layer === 'bands' ? drawBand(mark, plot) : layer === 'lines' ? drawLine(mark, plot) : ''
    case 'trace':
      return layer === 'bands' ? drawTrace(mark, plot) : ''
    case 'dots':
      // Faint ones are behind the lines.
      return layer === (mark.look === 'faint' ? 'bands' : 'dots') ? drawDots(mark, plot) : ''
    case 'signs':
      return layer === 'signs' ? drawSigns(mark, plot) : ''
  }
}

/** Everything between the axes as SVG; `inside` is to be clipped to the plot, `over` may reach over its edge. */
export function drawMarks(chart: Chart, plot: SvgPlot): { readonly inside: string; readonly over: string } {
  // What is on top is drawn last.
  const marks = fromTheTop(chart).toReversed()
  const draw = (layer: Layer): string => marks.map((mark) => drawMark(mark, layer, plot)).join('')
  return { inside: draw('bands') + draw('lines'), over: draw('dots') + draw('signs') }
}

function drawLine(line: LineMark, plot: SvgPlot): string {
  const { points, smooth, part, colour, width, radius } = line
  const style = CHART_LINE_STYLES[part ?? 'validation']
  const fullWidth = width ?? style.width
  const stroke = (of: readonly ChartPoint[], strokeWidth: number, opacity: number): string => {
    const css = `stroke:${escapeMarkup(colour)}${opacity < 1 ? `;stroke-opacity:${opacity}` : ''}`
    const dash = dashOf(line)
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.join(' ')}"`
    const drawn = of.filter((point) => isDrawn(point, plot))
    // A line needs two points; a first epoch alone shows as a dot.
    const dotted = radius !== undefined ? drawn : drawn.length === 1 ? drawn : []
    const dots = dotted
      .map((point) => circle(point, radius ?? 3, `fill:${escapeMarkup(colour)}`, plot))
      .join('')
    if (drawn.length === 1) return dots
    const path = (d: string, dash: string): string =>
      d === '' ? '' : `<path d="${d}" stroke-width="${strokeWidth}"${dash} style="${css}"/>`
    const isFewer = (point: ChartPoint): boolean => restsOnFewer(point, line)
    return (
      path(
        pathOf(of, plot, (point) => !isFewer(point)),
        dashes,
      ) +
      path(pathOf(of, plot, isFewer), ` stroke-dasharray="${FEWER_DASH.join(' ')}"`) +
      dots
    )
  }
  return smooth === null
    ? stroke(points, fullWidth, 1)
    : stroke(points, 1, 0.35) + stroke(smooth, fullWidth, 1)
}

function drawTrace({ points, colour }: TraceMark, plot: SvgPlot): string {
  const css = `stroke:${escapeMarkup(colour)};stroke-opacity:${TRACE_PERCENT / 100}`
  return `<path d="${pathOf(points, plot)}" stroke-width="1" style="${css}"/>`
}

function drawBand({ band, colour }: LineMark, plot: SvgPlot): string {
  if (band === null) return ''
  const outline = [...band.high, ...band.low.toReversed()].filter((point) => isDrawn(point, plot))
  if (outline.length < 3) return ''
  const d = outline.map(({ x, y }, k) => `${k === 0 ? 'M' : 'L'}${round(plot.xOf(x))} ${round(plot.yOf(y))}`)
  return `<path d="${d.join('')}Z" style="fill:${escapeMarkup(colour)};fill-opacity:0.16"/>`
}

function drawDots({ dots, look, isJoined }: DotsMark, plot: SvgPlot): string {
  const line = isJoined
    ? `<path d="${pathOf(dots, plot)}" fill="none" stroke-width="1.5" style="stroke:${escapeMarkup(plot.grid)}"/>`
    : ''
  const circles = dots.toReversed().map((dot) => {
    if (!isDrawn(dot, plot)) return ''
    const fill = `fill:${escapeMarkup(dot.colour)}`
    const ring = `stroke:${escapeMarkup(plot.surface)};stroke-width:1`
    return circle(dot, dot.radius, look === 'faint' ? `${fill};fill-opacity:0.55` : `${fill};${ring}`, plot)
  })
  return line + circles.join('')
}

function drawSigns({ sign, points }: SignsMark, plot: SvgPlot): string {
  return points
    .filter((point) => isDrawn(point, plot))
    .map((point) => {
      const css = `stroke:${escapeMarkup(point.colour)};stroke-width:2`
      if (sign === 'ring') return circle(point, 4, `fill:${escapeMarkup(plot.surface)};${css}`, plot)
      const d = signPath(sign, round(plot.xOf(point.x)), round(plot.yOf(point.y)))
      return `<path d="${d}" stroke-linecap="round" stroke-linejoin="round" style="${css}"/>`
    })
    .join('')
}

function circle({ x, y }: ChartPoint, radius: number, css: string, { xOf, yOf }: SvgPlot): string {
  return `<circle cx="${round(xOf(x))}" cy="${round(yOf(y))}" r="${radius}" style="${css}"/>`
}

function isDrawn({ x, y }: ChartPoint, { xOf, yOf }: SvgPlot): boolean {
  return Number.isFinite(y) && Number.isFinite(xOf(x)) && Number.isFinite(yOf(y))
}

/** A path through points, of those steps that lead to a point which is wanted. */
function pathOf(
  points: readonly ChartPoint[],
  plot: SvgPlot,
  isWanted: (point: ChartPoint) => boolean = () => true,
): string {
  const place = ({ x, y }: ChartPoint): string => `${round(plot.xOf(x))} ${round(plot.yOf(y))}`
  let path = ''
  /** The last point that is drawn, and whether the path has come to it. */
  let before: ChartPoint | null = null
  let isThere = false
  const kindOf = (point: ChartPoint): number => (isDrawn(point, plot) ? (isWanted(point) ? 1 : 2) : 0)
  for (const point of thinLine(points, ({ x }) => plot.xOf(x), kindOf)) {
    if (!isDrawn(point, plot)) {
      before = null
      continue
    }
    if (before === null) {
      isThere = isWanted(point)
      if (isThere) path += `M${place(point)}`
    } else if (isWanted(point)) {
      path += `${isThere ? '' : `M${place(before)}`}L${place(point)}`
      isThere = true
    } else isThere = false
    before = point
  }
  return path
}

/** A hundredth of a pixel is finer than any screen or printer shows. */
export function round(value: number): number {
  return Math.round(value * 100) / 100
}
