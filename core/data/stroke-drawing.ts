import { z } from 'zod'
import { boundedInteger, positiveNumber } from '../recipe/bounds.ts'
import { MAX_CLASSES } from './class-names.ts'
import type { PenStroke } from './drawing.ts'
import { DOT_SHARE, drawingToImage, FIELD_SIZE } from './network-input.ts'

/** Points and strokes of one drawing, at most: a digit has some hundred points. */
const MOST_POINTS = 100_000
const MOST_STROKES = 1000

/** Characters of the name of who wrote a digit, at most. */
export const WRITER_LIMIT = 60

/** Bytes of the image that a drawing may carry. */
const IMAGE_BYTES = FIELD_SIZE * FIELD_SIZE

/** What a drawing of one's own is for: to learn from, or to test on. */
export const DIGIT_PARTS = ['training', 'test'] as const
export type DigitPart = (typeof DIGIT_PARTS)[number]

/** Who wrote a digit, as a name of one line. */
export const writerSchema = z
  .string()
  .trim()
  .min(1, 'writer: expected a name, but it is empty')
  .max(WRITER_LIMIT, `writer: expected at most ${WRITER_LIMIT} characters`)
  .regex(/^\P{Cc}*$/u, 'writer: expected one line of text')

/**
 * A drawing as strokes: points `[x, y, t?, pressure?]` in any unit, x to the right and y downward, the surface that they were drawn
 * on, and what digit was meant, where that is known. A digit that somebody kept says besides who wrote it, what it is for, and the
 * image that it is for a network; one that came as a picture has that alone, and no strokes.
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
  writer: writerSchema.optional(),
  part: z.enum(DIGIT_PARTS, `part: expected ${DIGIT_PARTS.join(' or ')}`).optional(),
  /** Its 28 × 28 bytes, row-major, 0 = background, as two hexadecimal digits each. */
  image: z
    .string()
    .regex(
      new RegExp(`^[0-9a-f]{${2 * IMAGE_BYTES}}$`),
      `image: expected ${IMAGE_BYTES} bytes of ${FIELD_SIZE} × ${FIELD_SIZE} pixels as ${2 * IMAGE_BYTES} hexadecimal digits`,
    )
    .optional(),
})

export type StrokeDrawing = z.infer<typeof strokeDrawingSchema>

/**
 * A drawing as a network's input, prepared as the pad prepares what is drawn on it.
 * One without strokes is the image that it carries, where that has the side.
 * @returns `(side × side)` bytes; null for a drawing without a point
 */
export function strokeDrawingToImage(drawing: StrokeDrawing, side: number): Uint8Array | null {
  if (drawing.strokes.length === 0) return side === FIELD_SIZE ? carriedImage(drawing) : null
  const strokes: PenStroke[] = drawing.strokes.map((stroke) => stroke.map(([x, y]) => ({ x: x!, y: y! })))
  return drawingToImage(strokes, { side, dotSize: DOT_SHARE * Math.max(drawing.width, drawing.height) })
}

/** The image that a drawing carries, `(28 × 28)` bytes; null for one without. */
export function carriedImage({ image }: Pick<StrokeDrawing, 'image'>): Uint8Array | null {
  if (image === undefined) return null
  return Uint8Array.from({ length: IMAGE_BYTES }, (_, k) => parseInt(image.slice(2 * k, 2 * k + 2), 16))
}

/** An image of 28 × 28 bytes as a drawing carries it. */
export function writeCarriedImage(image: Uint8Array): string {
  return Array.from(image, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
