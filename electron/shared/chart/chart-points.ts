import { bisector, greatest, least } from 'd3-array'
import type { ChartPoint, LineMark } from './chart.ts'

const bisectPosition = bisector((point: ChartPoint) => point.x)

/** The point of a line nearest to a position; null in a gap and where the line does not reach it. */
export function pointAt(points: readonly ChartPoint[], x: number): ChartPoint | null {
  if (points.length === 0) return null
  const first = points[0]!.x
  const last = points[points.length - 1]!.x
  // Half a step beyond its ends still belongs to a line.
  const reach = points.length > 1 ? (last - first) / (points.length - 1) / 2 : 0
  const room = reach + 1e-9 * Math.max(1, Math.abs(last))
  if (x < first - room || x > last + room) return null
  const nearest = points[bisectPosition.center(points, x)]!
  return Number.isFinite(nearest.y) ? nearest : null
}

/** Whether a point of a mean rests on fewer runs than its line is the mean of. */
export function restsOnFewer({ runs }: ChartPoint, { ofRuns }: Pick<LineMark, 'ofRuns'>): boolean {
  return runs !== undefined && ofRuns !== undefined && runs < ofRuns
}

/** The best point, the first among equals; null where no end of the measure is good, and for a line of gaps. */
export function bestPoint<Point extends ChartPoint>(
  points: readonly Point[],
  best: 'high' | 'low' | null,
): Point | null {
  if (best === null) return null
  return (best === 'high' ? greatest : least)(points, ({ y }) => y) ?? null
}

/** The last point that is no gap; null for a line of gaps. */
export function lastPoint<Point extends ChartPoint>(points: readonly Point[]): Point | null {
  return points.findLast(({ y }) => Number.isFinite(y)) ?? null
}

/** Where a cursor can stand: the positions of the line that reaches farthest. */
export function cursorStops(lines: readonly (readonly ChartPoint[])[]): number[] {
  const longest = greatest(
    lines,
    (a, b) => (a.at(-1)?.x ?? -Infinity) - (b.at(-1)?.x ?? -Infinity) || a.length - b.length,
  )
  return (longest ?? []).map(({ x }) => x)
}

/**
 * An exponential moving average, s ← w s + (1 − w) y, divided by 1 − wⁿ so that it does not start at 0 (Kingma and Ba
 * 2015, as TensorBoard does). Gaps stay gaps.
 * @param weight w, 0 to less than 1
 */
export function smoothPoints<Point extends ChartPoint>(points: readonly Point[], weight: number): Point[] {
  let sum = 0
  let share = 0
  return points.map((point) => {
    if (!Number.isFinite(point.y)) return point
    sum = weight * sum + (1 - weight) * point.y
    share = weight * share + (1 - weight)
    return { ...point, y: sum / share }
  })
}
