/** Where a run's line crosses the axes, in pixels; null where it has no value. */
export type Crossings = readonly (number | null)[]

/** A path from axis to axis; it breaks off where a value is missing. @param xOf where an axis stands, by its number */
export function pathThrough(crossings: Crossings, xOf: (axis: number) => number): string {
  let isDown = false
  return crossings
    .map((y, k) => {
      if (y === null) {
        isDown = false
        return ''
      }
      const step = `${isDown ? 'L' : 'M'}${xOf(k).toFixed(1)} ${y.toFixed(1)}`
      isDown = true
      return step
    })
    .join('')
}

/** Between which axes a position lies, by the number of the left one, and how far on the way to the right one. */
export interface BetweenAxes {
  readonly axis: number
  /** 0 to 1. */
  readonly share: number
}

/** The line that passes nearest to a height, at most `reach` away; null for none. */
export function nearestLine(
  lines: readonly { readonly index: number; readonly crossings: Crossings }[],
  { axis, share }: BetweenAxes,
  y: number,
  reach: number,
): number | null {
  let nearest: number | null = null
  let closest = reach
  for (const { index, crossings } of lines) {
    const [from, to] = [crossings[axis] ?? null, crossings[axis + 1] ?? null]
    if (from === null || to === null) continue
    const distance = Math.abs(from + share * (to - from) - y)
    if (distance < closest || (distance === closest && nearest === null)) {
      closest = distance
      nearest = index
    }
  }
  return nearest
}
