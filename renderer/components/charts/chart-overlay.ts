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
