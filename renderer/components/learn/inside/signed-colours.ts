/** Steps of a scale with a sign: −127 to 127. */
const STEPS = 127

/**
 * The colours of −127 to 127, `(255, 3)`, bytes: from the negative colour over the surface's to the positive one.
 * @param resolve gives the colour that a CSS expression has where the picture is drawn
 */
export function signedColours(resolve: (expression: string) => string): Uint8ClampedArray {
  const [negative, ground, positive] = ['var(--negative)', 'var(--surface)', 'var(--positive)'].map(
    (colour) => toBytes(resolve(colour)),
  )
  const table = new Uint8ClampedArray(3 * (2 * STEPS + 1))
  for (let step = -STEPS; step <= STEPS; step++) {
    const end = step < 0 ? negative! : positive!
    const share = Math.abs(step) / STEPS
    for (let c = 0; c < 3; c++) {
      table[3 * (step + STEPS) + c] = ground![c]! + share * (end[c]! - ground![c]!)
    }
  }
  return table
}

/** Whatever notation the style sheet has a colour in, its red, green and blue. */
function toBytes(colour: string): Uint8ClampedArray {
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
    const from = 3 * (values[i]! + STEPS)
    data[to] = colours[from]!
    data[to + 1] = colours[from + 1]!
    data[to + 2] = colours[from + 2]!
    data[to + 3] = 255
  }
}
