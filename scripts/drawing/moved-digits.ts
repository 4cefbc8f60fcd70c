import { augmentBatch } from '#core/data/augmentation.ts'
import type { LabelledImages } from '#core/data/data-set.ts'
import { centreDigit } from '#core/data/centre-digit.ts'
import { DIGIT_SIZE, FIELD_SIZE } from '#core/data/network-input.ts'
import { enlarge, findBox, type Plane, resampleBox } from '#core/data/pictures/grey-picture.ts'
import { augmentationSchema } from '#core/recipe/augmentation.ts'

/** Pixels around an image, so that a digit that is moved, turned and enlarged is not cut off. */
const MARGIN = 14
const SEED = 1

/** Between pixels a picture is enlarged by so much before it is scaled to its size, so that no step of it shows. */
const FINE = 3
/** What is fainter counts as background: an edge that moving has blurred. */
const FAINTEST = 32

/** How far digits lie from how MNIST has them, at most, before they are prepared. */
export const MOVED_BY = augmentationSchema.parse({ shift: 4, rotation: 15, scale: 0.2 })

/**
 * Images of digits as somebody might have drawn them anywhere on a pad: each moved, turned and scaled at random, then prepared as the pad
 * prepares: its box fitted to 20 × 20 pixels, its ink at full strength, its centre of mass in the middle. The same images each time.
 * @param source images of 28 × 28 pixels
 */
export function moveAndPrepare(source: LabelledImages): LabelledImages {
  const side = FIELD_SIZE + 2 * MARGIN
  const pixels = FIELD_SIZE * FIELD_SIZE
  const images = new Uint8Array(source.count * pixels)
  for (let index = 0; index < source.count; index++) {
    const wide = new Uint8Array(side * side)
    for (let row = 0; row < FIELD_SIZE; row++) {
      const from = index * pixels + row * FIELD_SIZE
      wide.set(source.images.subarray(from, from + FIELD_SIZE), (row + MARGIN) * side + MARGIN)
    }
    const one = { count: 1, rows: side, columns: side, images: wide, labels: new Uint8Array(1) }
    const moved = augmentBatch(one, Uint32Array.of(0), MOVED_BY, SEED, index)
    images.set(
      prepare({ width: side, height: side, values: Float64Array.from(moved.images) }),
      index * pixels,
    )
  }
  return { ...source, images }
}

/** Crops a digit, fits it to MNIST's square and centres it, as `drawingToImage` does with strokes. */
function prepare(picture: Plane): Uint8Array {
  const fine = enlarge(picture, FINE)
  const box = findBox(fine, FAINTEST)
  if (box === null) return new Uint8Array(FIELD_SIZE * FIELD_SIZE)
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const scale = DIGIT_SIZE / Math.max(width, height)
  const columns = Math.max(1, Math.round(width * scale))
  const fitted = resampleBox(fine, box, columns, Math.max(1, Math.round(height * scale))).values
  const brightest = fitted.reduce((most, value) => Math.max(most, value), 1)
  return centreDigit(
    Uint8Array.from(fitted, (value) => Math.round((255 * value) / brightest)),
    columns,
    FIELD_SIZE,
  )
}
