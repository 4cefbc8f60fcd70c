import type { SignsMark } from '#shared/chart/chart.ts'
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

/** A vertical line through all lines at one place, in pixels. */
export interface OverlayCursor {
  readonly x: number
  readonly top: number
  readonly bottom: number
  readonly marks: readonly OverlayPoint[]
  /** Whether it stands in the right half of the plot. */
  readonly isRight: boolean
}

/** Where a read-out stands beside the cursor, on the side that has room. */
export function besideCursor({ x, isRight }: OverlayCursor): Record<string, string> {
  return isRight ? { right: `calc(100% - ${x - 12}px)` } : { left: `${x + 12}px` }
}

/** Whether a point lies within the axes, or on their edge. */
export function isInside(
  { x, y }: { readonly x: number; readonly y: number },
  { left, right, top, bottom }: ChartLayout,
): boolean {
  return x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1
}
