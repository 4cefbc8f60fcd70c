import { SIGNED_STEPS, signedColourTable } from '#core/formats/weight-pictures/signed-colours.ts'

/**
 * The colours of −127 to 127, `(255, 3)`, bytes: from the negative colour over the surface's to the positive one.
 * @param resolve gives the colour that a CSS expression has where the picture is drawn
 */
export function signedColours(resolve: (expression: string) => string): Uint8ClampedArray {
  const bytesOf = (name: string): Uint8ClampedArray => toBytes(resolve(`var(${name})`))
  return signedColourTable(bytesOf('--negative'), bytesOf('--surface'), bytesOf('--positive'))
}

/** Whatever notation the style sheet has a colour in, its red, green and blue. */
export function toBytes(colour: string): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')!
  context.fillStyle = colour
  context.fillRect(0, 0, 1, 1)
  return context.getImageData(0, 0, 1, 1).data.slice(0, 3)
}

/** Paints values with a sign into an image, `columns` a row, from a place on. */
export function paintSigned(
  { data, width }: ImageData,
  colours: Uint8ClampedArray,
  values: Int8Array,
  { left, top, columns }: { readonly left: number; readonly top: number; readonly columns: number },
): void {
  for (let i = 0; i < values.length; i++) {
    const row = Math.floor(i / columns)
    const to = 4 * ((top + row) * width + left + i - row * columns)
    const from = 3 * (values[i]! + SIGNED_STEPS)
    data[to] = colours[from]!
    data[to + 1] = colours[from + 1]!
    data[to + 2] = colours[from + 2]!
    data[to + 3] = 255
  }
}
