import { lowestOf, scaleOf } from '#shared/chart/chart-axes.ts'
import type { Brush, SweepAxis } from './sweep-axes.ts'

/** A value at the very end of a dragged part is hard to hit: so much of the axis beyond belongs to it. */
const ROOM = 0.015
/** Of the axis, by one press of an arrow key. */
const KEY_STEP = 1 / 20
const RELEASE_KEYS: ReadonlySet<string> = new Set(['Delete', 'Backspace', 'Escape'])

/** The part of an axis between two positions, in either order. */
export function brushBetween({ axis }: SweepAxis, from: number, to: number): Brush {
  const shareOf = scaleOf(axis, 0, 1)
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  return [shareOf.invert(shareOf(low) - ROOM), shareOf.invert(shareOf(high) + ROOM)]
}

/**
 * The part of an axis after a key: arrows move its upper end, with shift the lower one, Delete takes it away (null).
 * @param present undefined while all of the axis is chosen
 * @returns undefined for a key that means nothing here
 */
export function brushAfterKey(
  { axis }: SweepAxis,
  present: Brush | undefined,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): Brush | null | undefined {
  if (RELEASE_KEYS.has(key)) return present === undefined ? undefined : null
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const shareOf = scaleOf(axis, 0, 1)
  const step = KEY_STEP * (key === 'ArrowUp' ? 1 : -1)
  const moved = (position: number): number => {
    const share = shareOf(position) + step
    return share <= 0 ? lowestOf(axis) : share >= 1 ? axis.max : shareOf.invert(share)
  }
  const [from, to] = present ?? [lowestOf(axis), axis.max]
  return shiftKey ? [Math.min(moved(from), to), to] : [from, Math.max(moved(to), from)]
}
