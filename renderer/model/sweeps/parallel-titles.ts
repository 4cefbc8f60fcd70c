/** Of a letter of a title, in pixels; a little more than most are. */
const LETTER = 7.5

/** The titles of axes that stand side by side. */
export interface ParallelTitles {
  /** Where each is centred, from its axis, in pixels: within the drawing. */
  readonly shifts: readonly number[]
  /** Whether they would run into each other in one line. */
  readonly isTight: boolean
}

/** Places the titles of axes. @param positions of the axes from the left, in pixels @param width of the drawing */
export function placeTitles(
  titles: readonly string[],
  positions: readonly number[],
  width: number,
): ParallelTitles {
  const halves = titles.map((title) => (LETTER * title.length) / 2)
  const shifts = halves.map((half, k) => {
    const x = positions[k]!
    return Math.max(half - x, 0) + Math.min(width - half - x, 0)
  })
  const middles = shifts.map((shift, k) => positions[k]! + shift)
  const isTight = middles.some((middle, k) => k > 0 && middle - halves[k]! < middles[k - 1]! + halves[k - 1]!)
  return { shifts, isTight }
}
