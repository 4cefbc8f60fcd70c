import type { LabelledImages } from '../data/data-set.ts'

/** An image that looks like another one. */
export interface NearImage {
  /** Among those that were looked through. */
  readonly index: number
  readonly label: number
  /** Euclidean, of pixels as shares 0 to 1. */
  readonly distance: number
}

/**
 * The images that are nearest to another one, pixel by pixel, nearest first; of equally near ones the first.
 * @param image `(rows × columns)` bytes
 * @param most how many, at most
 * @throws RangeError for an image of another size
 */
export function findNearestImages(
  image: Uint8Array,
  { images, labels, count, rows, columns }: LabelledImages,
  most: number,
): NearImage[] {
  const pixels = rows * columns
  if (image.length !== pixels) {
    throw new RangeError(
      `Image: expected ${rows} × ${columns} = ${pixels} pixels, as the others have, got ${image.length}`,
    )
  }
  const found: { index: number; squares: number }[] = []
  /** An image that reaches it is none of the nearest. */
  let limit = Infinity
  for (let index = 0; index < count; index++) {
    const from = index * pixels
    let squares = 0
    // Most images are out after a few rows.
    for (let row = 0; row < pixels && squares < limit; row += columns) {
      for (let p = row; p < row + columns; p++) {
        const difference = image[p]! - images[from + p]!
        squares += difference * difference
      }
    }
    if (squares >= limit) continue
    let at = found.length
    while (at > 0 && found[at - 1]!.squares > squares) at--
    found.splice(at, 0, { index, squares })
    if (found.length > most) found.pop()
    if (found.length === most) limit = found.at(-1)!.squares
  }
  return found.map(({ index, squares }) => ({
    index,
    label: labels[index]!,
    distance: Math.sqrt(squares) / 255,
  }))
}
