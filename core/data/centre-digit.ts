/**
 * Places a digit in a square field as MNIST did: by whole pixels, so that its centre of mass comes nearest to the middle
 * of the pixel beyond the field's own middle. In MNIST's files, with a field of 28, its mean is 14.50, and it never lies
 * more than half a pixel away. The digit never leaves the field: where that would push it out, it stops at the edge.
 * Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998.
 *
 * @param grey `(height × width)`, row-major, 0 = background; at least one pixel is not, and its box fits the field
 * @returns `(fieldSize × fieldSize)`
 */
export function centreDigit(grey: Uint8Array, width: number, fieldSize: number): Uint8Array {
  const centre = fieldSize / 2 + 0.5
  const height = grey.length / width
  let mass = 0
  let massX = 0
  let massY = 0
  let left = width
  let top = height
  let right = 0
  let bottom = 0
  for (let row = 0, index = 0; row < height; row++) {
    for (let column = 0; column < width; column++, index++) {
      const value = grey[index]!
      if (value === 0) continue
      mass += value
      massX += value * (column + 0.5)
      massY += value * (row + 0.5)
      if (column < left) left = column
      if (column > right) right = column
      if (row < top) top = row
      if (row > bottom) bottom = row
    }
  }
  /** The shift nearest to the wanted one that leaves the pixels `first` to `last` inside the field. */
  const keepInField = (shift: number, first: number, last: number): number =>
    Math.min(fieldSize - 1 - last, Math.max(-first, shift))
  const shiftX = keepInField(Math.round(centre - massX / mass), left, right)
  const shiftY = keepInField(Math.round(centre - massY / mass), top, bottom)
  const field = new Uint8Array(fieldSize * fieldSize)
  for (let row = top; row <= bottom; row++) {
    const source = row * width
    field.set(grey.subarray(source + left, source + right + 1), (row + shiftY) * fieldSize + left + shiftX)
  }
  return field
}

/** Places a digit in the middle of a square field as it is, whole; what is beyond the field is cut off. */
export function placeInMiddle(grey: Uint8Array, width: number, fieldSize: number): Uint8Array {
  const height = grey.length / width
  const left = Math.floor((fieldSize - width) / 2)
  const top = Math.floor((fieldSize - height) / 2)
  const field = new Uint8Array(fieldSize * fieldSize)
  for (let row = Math.max(0, -top); row < Math.min(height, fieldSize - top); row++) {
    for (let column = Math.max(0, -left); column < Math.min(width, fieldSize - left); column++) {
      field[(row + top) * fieldSize + column + left] = grey[row * width + column]!
    }
  }
  return field
}
