import { DataError } from '../data-set.ts'

/**
 * Rows and columns of images that are written as lists of pixels: the square that has as many.
 * @param what the lists are called in an error
 * @throws DataError where the number is no square
 */
export function squareShape(pixels: number, what: string): { rows: number; columns: number } {
  const side = Math.round(Math.sqrt(pixels))
  if (pixels > 0 && side * side === pixels) return { rows: side, columns: side }
  throw new DataError(
    `${what}: expected the pixels of square images (64, 784, …), got ${pixels} in each line`,
  )
}

/** Images turned about their diagonal, as EMNIST writes them. @param images `(count, rows × columns)` */
export function transposeImages(images: Uint8Array, rows: number, columns: number): Uint8Array {
  const pixels = rows * columns
  const turned = new Uint8Array(images.length)
  for (let at = 0; at < images.length; at += pixels) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        turned[at + column * rows + row] = images[at + row * columns + column]!
      }
    }
  }
  return turned
}
