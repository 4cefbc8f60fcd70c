import { z } from 'zod'
import { boundedInteger, positiveNumber } from '../recipe/bounds.ts'
import { MAX_CLASSES } from './class-names.ts'
import type { PenStroke } from './drawing.ts'
import { DOT_SHARE, drawingToImage } from './network-input.ts'

/** Points and strokes of one drawing, at most: a digit has some hundred points. */
const MOST_POINTS = 100_000
const MOST_STROKES = 1000

/**
 * A drawing as strokes: points `[x, y, t?, pressure?]` in any unit, x to the right and y downward, the surface that they were drawn
 * on, and what digit was meant, where that is known.
 */
export const strokeDrawingSchema = z.strictObject({
  width: positiveNumber('width', 1e9),
  height: positiveNumber('height', 1e9),
  label: boundedInteger('label', 0, MAX_CLASSES - 1).optional(),
  strokes: z
    .array(
      z
        .array(
          z
            .array(z.number())
            .min(2, 'strokes: expected points of x and y, time and pressure if known')
            .max(4, 'strokes: expected points of at most four numbers: x, y, time, pressure'),
        )
        .max(MOST_POINTS, `strokes: expected at most ${MOST_POINTS} points`),
    )
    .max(MOST_STROKES, `strokes: expected at most ${MOST_STROKES} strokes`),
})

export type StrokeDrawing = z.infer<typeof strokeDrawingSchema>

/**
 * A drawing as a network's input, prepared as the pad prepares what is drawn on it.
 * @returns `(side × side)` bytes; null for a drawing without a point
 */
export function strokeDrawingToImage(drawing: StrokeDrawing, side: number): Uint8Array | null {
  const strokes: PenStroke[] = drawing.strokes.map((stroke) => stroke.map(([x, y]) => ({ x: x!, y: y! })))
  return drawingToImage(strokes, { side, dotSize: DOT_SHARE * Math.max(drawing.width, drawing.height) })
}
