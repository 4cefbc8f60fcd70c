import type { ChartPoint } from './chart.ts'

/** Lines with fewer points are drawn with all of them: of 500 pixels, each has twenty then. */
const MANY_POINTS = 10_000

/** Columns that are told apart in a pixel, for a print or a zoom. */
const COLUMNS_A_PIXEL = 4

/**
 * The points of a line by which it looks the same where it has far more points than pixels: of each stretch that lies in one
 * column the first, the lowest, the highest and the last.
 * @param xOf where a point lies across, in pixels
 * @param kindOf points of two kinds are in no stretch together, such as those that are drawn and gaps
 */
export function thinLine<Point extends ChartPoint>(
  points: readonly Point[],
  xOf: (point: Point) => number,
  kindOf: (point: Point) => number,
): readonly Point[] {
  if (points.length < MANY_POINTS) return points
  const columnOf = (point: Point): number => Math.floor(COLUMNS_A_PIXEL * xOf(point))
  const kept: Point[] = []
  for (let from = 0, to; from < points.length; from = to) {
    const column = columnOf(points[from]!)
    const kind = kindOf(points[from]!)
    let [lowest, highest] = [from, from]
    for (to = from + 1; to < points.length; to++) {
      const point = points[to]!
      if (kindOf(point) !== kind || columnOf(point) !== column) break
      if (point.y < points[lowest]!.y) lowest = to
      if (point.y > points[highest]!.y) highest = to
    }
    const ends = [from, Math.min(lowest, highest), Math.max(lowest, highest), to - 1]
    for (const k of new Set(ends)) kept.push(points[k]!)
  }
  return kept
}
