import type { PenPoint } from '../drawing.ts'

/**
 * Appends a smooth curve through the points (its first point too, if `into` is empty).
 * @param steps points drawn per control point
 */
export function appendCurve(into: PenPoint[], points: readonly PenPoint[], steps: number): void {
  if (into.length === 0) into.push(points[0]!)
  for (let k = 0; k + 1 < points.length; k++) {
    const from = points[k]!
    const to = points[k + 1]!
    const before = k > 0 ? points[k - 1]! : mirror(to, from)
    const after = k + 2 < points.length ? points[k + 2]! : mirror(from, to)
    appendSegment(into, before, from, to, after, steps)
  }
}

/** A point beyond the end of a curve, for its first or last segment. */
function mirror(point: PenPoint, centre: PenPoint): PenPoint {
  return { x: 2 * centre.x - point.x, y: 2 * centre.y - point.y }
}

/** √distance, the step of the centripetal parametrization; never zero, so that double points do no harm. */
function knotStep(a: PenPoint, b: PenPoint): number {
  const dx = b.x - a.x
  const dy = b.y - a.y
  return Math.sqrt(Math.sqrt(dx * dx + dy * dy)) + 1e-6
}

/**
 * Appends the segment from `from` to `to` of a centripetal Catmull–Rom spline as a cubic Hermite curve. Centripetal
 * splines neither overshoot nor loop where points lie unevenly (Yuksel, Schaefer, Keyser 2011).
 */
function appendSegment(
  into: PenPoint[],
  before: PenPoint,
  from: PenPoint,
  to: PenPoint,
  after: PenPoint,
  steps: number,
): void {
  const t1 = knotStep(before, from)
  const t2 = knotStep(from, to)
  const t3 = knotStep(to, after)
  const tangent = (p0: number, p1: number, p2: number, d1: number, d2: number): number =>
    (p1 - p0) / d1 - (p2 - p0) / (d1 + d2) + (p2 - p1) / d2
  const startX = t2 * tangent(before.x, from.x, to.x, t1, t2)
  const startY = t2 * tangent(before.y, from.y, to.y, t1, t2)
  const endX = t2 * tangent(from.x, to.x, after.x, t2, t3)
  const endY = t2 * tangent(from.y, to.y, after.y, t2, t3)
  for (let step = 1; step <= steps; step++) {
    const t = step / steps
    const s = 1 - t
    const fromShare = s * s * (1 + 2 * t)
    const toShare = t * t * (3 - 2 * t)
    const startShare = t * s * s
    const endShare = -t * t * s
    into.push({
      x: fromShare * from.x + toShare * to.x + startShare * startX + endShare * endX,
      y: fromShare * from.y + toShare * to.y + startShare * startY + endShare * endY,
    })
  }
}
