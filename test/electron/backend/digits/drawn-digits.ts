import type { StrokeDrawing } from '#core/data/stroke-drawing.ts'
import { SECOND_EDITION } from '#core/data/pen-digits/second-edition.ts'
import { writeDigit } from '#core/data/pen-digits/hand.ts'
import { Random } from '#core/random/random.ts'

/** A digit as somebody draws it on a pad of 280 units. */
export function drawDigit(label: number, index: number): StrokeDrawing & { label: number } {
  const { strokes } = writeDigit(label, new Random(5, 'strokes', index), SECOND_EDITION)
  return {
    ...{ width: 280, height: 280, label },
    strokes: strokes.map((stroke) => stroke.map(({ x, y }) => [x, y])),
  }
}
