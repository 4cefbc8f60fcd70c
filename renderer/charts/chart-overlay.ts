import { marksOf, type Chart, type ChartDot, type SignsMark } from '#shared/chart/chart.ts'
import { cursorPoints } from '#shared/chart/read-out.ts'
import type { ChartLayout } from './use-canvas-chart.ts'

/** A point over the canvas, in pixels. */
export interface OverlayPoint {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly colour: string
}

export interface OverlaySign extends OverlayPoint {
  readonly sign: SignsMark['sign']
}

/** A vertical line through all lines at one position, in pixels. */
export interface OverlayCursor {
  readonly x: number
  readonly top: number
  readonly bottom: number
  readonly marks: readonly OverlayPoint[]
  /** Whether it stands in the right half of the plot. */
  readonly isRight: boolean
}

/** Where a read-out of a width in pixels stands beside the cursor: on the side that has room, and within the chart. */
export function besideCursor({ x, isRight }: OverlayCursor, boxWidth: number): Record<string, string> {
  const wanted = isRight ? `100% - ${x - 12}px` : `${x + 12}px`
  return { [isRight ? 'right' : 'left']: `max(0px, min(${wanted}, 100% - ${boxWidth}px))` }
}

/** A cursor at a stop, through all lines there, or at a dot. */
export function overlayCursor(chart: Chart, at: number | ChartDot, layout: ChartLayout): OverlayCursor {
  const { xOf, yOf, top, bottom, left, right } = layout
  const points = typeof at === 'number' ? cursorPoints(chart, at) : [at]
  const marks = points.map(({ key, x, y, colour }) => ({ key, colour, x: xOf(x), y: yOf(y) }))
  const x = xOf(typeof at === 'number' ? at : at.x)
  return {
    ...{ x, top, bottom, isRight: x > (left + right) / 2 },
    marks: marks.filter((mark) => isInside(mark, layout)),
  }
}

/** Where the signs of a chart lie. */
export function overlaySigns(chart: Chart, { xOf, yOf }: ChartLayout): OverlaySign[] {
  return marksOf(chart, 'signs').flatMap(({ sign, points }) =>
    points.map((point) => ({ ...point, sign, x: xOf(point.x), y: yOf(point.y) })),
  )
}

/** The dot nearest to a point of the plot, at most `reach` pixels away; null for none. */
export function dotNear(
  dots: readonly ChartDot[],
  { x, y }: { readonly x: number; readonly y: number },
  { layout: { xOf, yOf }, reach }: { readonly layout: ChartLayout; readonly reach: number },
): ChartDot | null {
  let nearest: ChartDot | null = null
  let closest = reach
  for (const dot of dots) {
    const distance = Math.hypot(xOf(dot.x) - x, yOf(dot.y) - y)
    if (distance < closest || (nearest === null && distance === closest)) {
      nearest = dot
      closest = distance
    }
  }
  return nearest
}

/** Whether a point lies within the axes, or on their edge. */
function isInside(
  { x, y }: { readonly x: number; readonly y: number },
  { left, right, top, bottom }: ChartLayout,
): boolean {
  return x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1
}
