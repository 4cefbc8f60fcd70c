/** A point of a pen stroke, in any unit; x to the right, y downward. */
export interface PenPoint {
  readonly x: number
  readonly y: number
  /** When the pen was there, in milliseconds from any beginning; not known of what has no time. */
  readonly t?: number
  /** How hard the pen pressed, 0 to 1; not known of what has none. */
  readonly pressure?: number
}

/** One stroke: the pen's way from touching to lifting. A single point is a dot. */
export type PenStroke = readonly PenPoint[]
