/** A point on a line, in pixels. */
export interface ChartMark {
  readonly key: string
  readonly x: number
  readonly y: number
  readonly colour: string
}

/** A vertical line through all lines at one epoch, in pixels. */
export interface ChartCursor {
  readonly x: number
  readonly top: number
  readonly bottom: number
  readonly marks: readonly ChartMark[]
}

/** Where a read-out stands beside the cursor, on the side that has room. @param cursor its `x` in pixels */
export function readOutPlace({ x, isRight }: { x: number; isRight: boolean }): Record<string, string> {
  return isRight ? { right: `calc(100% - ${x - 12}px)` } : { left: `${x + 12}px` }
}
