import { cos, sin } from '../../math/trigonometry.ts'
import type { Random } from '../../random/random.ts'
import type { PenPoint } from '../drawing.ts'
import type { StrokeEnds } from './pen-spread.ts'

/** At most this share of a stroke's points is cut off at an end, however short it stops. */
const MOST_CUT = 0.15

/** A hook turns by 90° to 160°, in radians. */
const HOOK_TURNS = { least: 1.6, most: 2.8 }

/**
 * Lets a stroke overshoot, stop short or hook at its two ends, as a hand does that has no time.
 * @param points at least two, along the pen's way
 */
export function finishEnds(
  points: readonly PenPoint[],
  ends: StrokeEnds,
  factor: number,
  random: Random,
): PenPoint[] {
  const ended = finishEnd(points, ends, factor, random)
  return finishEnd(ended.reverse(), ends, factor, random).reverse()
}

/** Finishes the last end. */
function finishEnd(
  points: readonly PenPoint[],
  ends: StrokeEnds,
  factor: number,
  random: Random,
): PenPoint[] {
  const overshoot = factor * ends.overshoot * random.normal()
  const kept = overshoot < 0 ? cutShort(points, -overshoot) : [...points]
  const last = kept[kept.length - 1]!
  const before = kept[Math.max(0, kept.length - 3)]!
  const dx = last.x - before.x
  const dy = last.y - before.y
  const length = Math.sqrt(dx * dx + dy * dy) + 1e-6
  const way = { x: dx / length, y: dy / length }
  if (overshoot > 0) kept.push({ x: last.x + overshoot * way.x, y: last.y + overshoot * way.y })
  if (random.uniform() < ends.hookShare) kept.push(hookFrom(kept[kept.length - 1]!, way, ends, random))
  return kept
}

/** A copy without the last points that lie within `length` along the way, most of them kept. */
function cutShort(points: readonly PenPoint[], length: number): PenPoint[] {
  const fewest = Math.max(2, Math.ceil(points.length * (1 - MOST_CUT)))
  let count = points.length
  let rest = length
  while (count > fewest) {
    const a = points[count - 1]!
    const b = points[count - 2]!
    rest -= Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2)
    if (rest < 0) break
    count--
  }
  return points.slice(0, count)
}

function hookFrom(from: PenPoint, way: PenPoint, ends: StrokeEnds, random: Random): PenPoint {
  const turn = HOOK_TURNS.least + (HOOK_TURNS.most - HOOK_TURNS.least) * random.uniform()
  const angle = random.uniform() < 0.5 ? turn : -turn
  const length = ends.hookLength * (0.5 + random.uniform())
  const x = cos(angle) * way.x - sin(angle) * way.y
  const y = sin(angle) * way.x + cos(angle) * way.y
  return { x: from.x + length * x, y: from.y + length * y }
}
