/** A point of a pen stroke, in any unit; x to the right, y downward. */
export interface PenPoint {
  readonly x: number
  readonly y: number
}

/** One stroke: the pen's way from touching to lifting. A single point is a dot. */
export type PenStroke = readonly PenPoint[]
