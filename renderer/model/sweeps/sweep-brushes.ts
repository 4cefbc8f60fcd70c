import type { Brush, SweepAxis } from './sweep-axes.ts'

/** A value at the very end of a dragged part is hard to hit: so much of the axis beyond belongs to it. */
const ROOM = 0.015
/** Of the axis, by one press of an arrow key. */
const KEY_STEP = 1 / 20
const RELEASE_KEYS: ReadonlySet<string> = new Set(['Delete', 'Backspace', 'Escape'])

/** The part of an axis between two places, in either order. */
export function brushBetween({ ends: [low, high] }: SweepAxis, from: number, to: number): Brush {
  const room = ROOM * (high - low)
  return [Math.min(from, to) - room, Math.max(from, to) + room]
}

/**
 * The part of an axis after a key: arrows move its upper end, with shift the lower one, Delete takes it away (null).
 * @param present undefined while all of the axis is chosen
 * @returns undefined for a key that means nothing here
 */
export function brushAfterKey(
  { ends: [low, high] }: SweepAxis,
  present: Brush | undefined,
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
): Brush | null | undefined {
  if (RELEASE_KEYS.has(key)) return present === undefined ? undefined : null
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return undefined
  const step = KEY_STEP * (high - low) * (key === 'ArrowUp' ? 1 : -1)
  const within = (place: number): number => Math.min(Math.max(place, low), high)
  const [from, to] = present ?? [low, high]
  return shiftKey ? [Math.min(within(from + step), to), to] : [from, Math.max(within(to + step), from)]
}
