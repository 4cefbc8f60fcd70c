import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'

/** Below this opacity a pixel shows what lies behind it. */
const OPAQUE = 128

/** Share of pixels that must be transparent before transparency says what is drawn. */
const TRANSPARENT_SHARE = 0.02

/** Standard deviation of shades up to which all that is opaque counts as strokes of one colour. */
const ONE_COLOUR = 40

/**
 * Turns colours into shades of grey. Behind transparent strokes' ground lies the shade from which they stand out, so that
 * white strokes are seen too; behind a cut-out photo lies the shade of its own background.
 * @param rgba `(height × width × 4)` bytes, row-major
 */
export function toGrey(rgba: Uint8Array, width: number, height: number): GreyPicture {
  const count = width * height
  const shades = new Float64Array(count)
  const opaque: number[] = []
  for (let k = 0; k < count; k++) {
    // Luminance as ITU-R BT.601 weighs the colours.
    shades[k] = 0.299 * rgba[4 * k]! + 0.587 * rgba[4 * k + 1]! + 0.114 * rgba[4 * k + 2]!
    if (rgba[4 * k + 3]! >= OPAQUE) opaque.push(shades[k]!)
  }
  const behind = opaque.length > (1 - TRANSPARENT_SHARE) * count ? 255 : shadeBehind(opaque)
  const grey = new Uint8Array(count)
  for (let k = 0; k < count; k++) {
    const alpha = rgba[4 * k + 3]! / 255
    grey[k] = Math.round(shades[k]! * alpha + behind * (1 - alpha))
  }
  return { width, height, grey }
}

function shadeBehind(opaque: number[]): number {
  if (opaque.length === 0) return 255
  const mean = opaque.reduce((sum, shade) => sum + shade, 0) / opaque.length
  const variance = opaque.reduce((sum, shade) => sum + (shade - mean) ** 2, 0) / opaque.length
  if (Math.sqrt(variance) <= ONE_COLOUR) return mean < 128 ? 255 : 0
  return opaque.sort((a, b) => a - b)[opaque.length >> 1]!
}
