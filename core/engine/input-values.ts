import type { ParameterLayout } from '../network/parameters.ts'
import type { Recipe } from '../recipe/recipe.ts'

type Normalization = Recipe['data']['normalization']

/**
 * What a pixel's byte p is as an input: `none` p, `unit` p/255, `standardized` (p/255 − shift) × scale, with the
 * training images' mean and 1/standard deviation, which are kept with the parameters.
 */
export class InputValues {
  /** The input of each byte, `(256)`. */
  readonly table = new Float64Array(256)
  readonly #normalization: Normalization
  readonly #layout: ParameterLayout
  #shift = NaN
  #scale = NaN

  constructor(normalization: Normalization, layout: ParameterLayout) {
    this.#normalization = normalization
    this.#layout = layout
    if (normalization !== 'standardized') {
      const divisor = normalization === 'unit' ? 255 : 1
      for (let p = 0; p < 256; p++) this.table[p] = p / divisor
    }
  }

  /** Whether a background pixel is the input 0, so that it may be left out. */
  get isSparse(): boolean {
    return this.#normalization !== 'standardized'
  }

  /** Brings the table up to these parameters. */
  update(parameters: Float64Array): void {
    const offset = this.#layout.standardization
    if (offset === undefined) return
    const shift = parameters[offset]!
    const scale = parameters[offset + 1]!
    if (shift === this.#shift && scale === this.#scale) return
    this.#shift = shift
    this.#scale = scale
    for (let p = 0; p < 256; p++) this.table[p] = (p / 255 - shift) * scale
  }
}

/** Mean and 1/standard deviation of all pixels p/255 of some images; a scale of 1 where all are alike. */
export function measureStandardization(images: Uint8Array): { shift: number; scale: number } {
  const counts = new Float64Array(256)
  for (const pixel of images) counts[pixel]!++
  let sum = 0
  for (let p = 0; p < 256; p++) sum += counts[p]! * (p / 255)
  const shift = sum / images.length
  let squares = 0
  for (let p = 0; p < 256; p++) squares += counts[p]! * (p / 255 - shift) * (p / 255 - shift)
  const deviation = Math.sqrt(squares / images.length)
  return { shift, scale: deviation > 0 ? 1 / deviation : 1 }
}
