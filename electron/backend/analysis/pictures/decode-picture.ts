import { WorkbenchError } from '#contract/types.ts'
import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'
import type { SharpOptions } from 'sharp'
import { READ_KINDS, recognizePicture } from './picture-kind.ts'
import { toGrey } from './to-grey.ts'

/** Pixels of a picture, at most: more than telephones have. */
const MAX_PIXELS = 268_000_000

/** Longer side of what is looked at, in pixels: a digit that takes a tenth of a photo still has enough of them. */
const LONGER_SIDE = 640

/** The density at which a drawing's own unit is one pixel. */
const SVG_DENSITY = 72

/**
 * Reads a picture as a person sees it: turned as its camera noted, in shades of grey. Its content says what it is, not its
 * name. A large one is made smaller while it is decoded, so memory does not grow with it; of several frames the first counts.
 * @param name of the file, for errors
 * @throws WorkbenchError `invalid` for what is no picture, is damaged or cut short, or has too many pixels
 */
export async function decodePicture(bytes: Uint8Array, name: string): Promise<GreyPicture> {
  const kind = recognizePicture(bytes)
  if (kind === null) {
    const got = bytes.length === 0 ? 'an empty file' : 'another kind of file'
    throw new WorkbenchError('invalid', `${name}: expected a picture (${READ_KINDS}), got ${got}`)
  }
  if (kind.instead !== undefined) {
    throw new WorkbenchError('invalid', `${name}: expected ${READ_KINDS}, got ${kind.title}; ${kind.instead}`)
  }
  const { default: sharp } = await import('sharp')
  const options: SharpOptions = { failOn: 'error', limitInputPixels: false }
  try {
    const { width, height } = await sharp(bytes, options).metadata()
    if (kind.title === 'SVG') {
      // Lines have no pixels of their own: they are drawn at the size that is looked at.
      options.density = Math.min(10_000, Math.max(1, (SVG_DENSITY * LONGER_SIDE) / Math.max(width, height)))
    } else if (width * height > MAX_PIXELS) {
      throw new WorkbenchError(
        'invalid',
        `${name}: expected at most ${MAX_PIXELS / 1e6} million pixels, got ${width} × ${height}`,
      )
    }
    const { data, info } = await sharp(bytes, options)
      .autoOrient()
      .resize(LONGER_SIDE, LONGER_SIDE, { fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
    return toGrey(data, info.width, info.height)
  } catch (error) {
    if (error instanceof WorkbenchError) throw error
    // The decoder's own words are of its insides.
    throw new WorkbenchError(
      'invalid',
      `${name}: expected a sound ${kind.title} picture, got one that is cut short or damaged`,
    )
  }
}
