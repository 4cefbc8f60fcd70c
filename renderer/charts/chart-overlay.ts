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

/** Between a cursor and its read-out, in pixels: more than the radius of the dots on the cursor. */
const GAP = 12

/** Where a read-out stands over a chart, in pixels. */
export interface ReadOutPlace {
  readonly left: number
  readonly width: number
  /** Whether it stands above the axes, because neither side of the cursor has room. */
  readonly isAbove: boolean
}

/**
 * A place for a read-out that leaves the cursor and the dots on it free: to the right of a cursor in the left half, else
 * on the other side; narrower where it fits on neither; above the axes where it cannot get so narrow.
 * @param width that it takes by itself, in pixels
 * @param leastWidth that it can be read at, in pixels
 * @param chartWidth of the chart with its labels, in pixels
 */
export function placeReadOut(
  { x, isRight }: Pick<OverlayCursor, 'x' | 'isRight'>,
  { width, leastWidth, chartWidth }: { width: number; leastWidth: number; chartWidth: number },
): ReadOutPlace {
  const room = { left: x - GAP, right: chartWidth - x - GAP }
  const beside = (side: 'left' | 'right', taken: number): ReadOutPlace => ({
    ...{ left: side === 'left' ? x - GAP - taken : x + GAP, width: taken, isAbove: false },
  })
  const [first, second] = isRight ? (['left', 'right'] as const) : (['right', 'left'] as const)
  if (width <= room[first]) return beside(first, width)
  if (width <= room[second]) return beside(second, width)
  const wider = room.left > room.right ? 'left' : 'right'
  if (leastWidth <= room[wider]) return beside(wider, room[wider])
  const taken = Math.min(width, chartWidth)
  const left = Math.max(0, Math.min(x - taken / 2, chartWidth - taken))
  return { left, width: taken, isAbove: true }
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
