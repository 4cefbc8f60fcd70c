import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import { PAD_SIZE } from './pad.ts'

/** Milliseconds between two strokes, at most: nobody wants to watch a pause for thought. */
const LONGEST_PAUSE_MS = 400
/** Between strokes whose times do not go on, as where each begins at 0, or has none. */
const USUAL_PAUSE_MS = 200
/** How fast a pen moves whose times are not known, in pad units a millisecond. */
const SPEED = PAD_SIZE / 700
/** Between two points of a stroke, at most: a clock that jumps must not stop the replay. */
const LONGEST_STEP_MS = 1000

/** When each point of a drawing is there, in milliseconds from the beginning of its replay. */
export interface ReplayPlan {
  readonly strokes: readonly PenStroke[]
  /** For each stroke and point; they never go back. */
  readonly times: readonly (readonly number[])[]
  readonly duration: number
}

/** Plans the replay of a drawing: as it was drawn where its points say when, else at a steady pace. */
export function planReplay(strokes: readonly PenStroke[]): ReplayPlan {
  let now = 0
  const times = strokes.map((stroke, k) => {
    if (k > 0) now += pauseBetween(strokes[k - 1]!.at(-1), stroke[0])
    return stroke.map((point, i) => (now += i === 0 ? 0 : stepBetween(stroke[i - 1]!, point)))
  })
  return { strokes, times, duration: now }
}

function pauseBetween(end: PenPoint | undefined, begin: PenPoint | undefined): number {
  const pause = (begin?.t ?? Number.NaN) - (end?.t ?? Number.NaN)
  return pause >= 0 ? Math.min(pause, LONGEST_PAUSE_MS) : USUAL_PAUSE_MS
}

function stepBetween(from: PenPoint, to: PenPoint): number {
  const step = (to.t ?? Number.NaN) - (from.t ?? Number.NaN)
  return step >= 0
    ? Math.min(step, LONGEST_STEP_MS)
    : Math.min(Math.hypot(to.x - from.x, to.y - from.y) / SPEED, LONGEST_STEP_MS)
}

/**
 * What is on the pad at a moment of a replay.
 * @param isWhole whether a stroke appears as a whole, once it is done, for who wants no motion
 */
export function strokesAt({ strokes, times }: ReplayPlan, atMs: number, isWhole = false): PenStroke[] {
  return strokes
    .map((stroke, k) => {
      const when = times[k]!
      if (isWhole && (when.at(-1) ?? 0) > atMs) return []
      const end = when.findIndex((time) => time > atMs)
      return end < 0 ? stroke : stroke.slice(0, end)
    })
    .filter((stroke) => stroke.length > 0)
}
