/** Steps of a scale with a sign, to each side of 0: a byte with a sign has as many. */
export const SIGNED_STEPS = 127

/** Red, green and blue, 0 to 255 each. */
type Colour = ArrayLike<number>

/**
 * The colours of −127 to 127, `(255, 3)`, bytes: from the negative colour over the ground's to the positive one. In every
 * picture of weights positive ones are blue and negative ones orange.
 */
export function signedColourTable(negative: Colour, ground: Colour, positive: Colour): Uint8ClampedArray {
  const table = new Uint8ClampedArray(3 * (2 * SIGNED_STEPS + 1))
  for (let step = -SIGNED_STEPS; step <= SIGNED_STEPS; step++) {
    const end = step < 0 ? negative : positive
    const share = Math.abs(step) / SIGNED_STEPS
    for (let c = 0; c < 3; c++) {
      table[3 * (step + SIGNED_STEPS) + c] = ground[c]! + share * (end[c]! - ground[c]!)
    }
  }
  return table
}
