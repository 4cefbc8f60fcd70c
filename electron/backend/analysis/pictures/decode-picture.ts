import { WorkbenchError } from '#contract/types.ts'
import {
  FEW_PIXELS,
  MOST_DECODING_SECONDS,
  MOST_DRAWING_BYTES,
  MOST_PICTURE_BYTES,
  MOST_PIXELS,
  MOST_PIXELS_A_BYTE,
  MOST_PIXELS_A_SIDE,
  MOST_PIXELS_AT_ONCE,
} from '#core/limits.ts'
import type { GreyPicture } from '#core/data/pictures/grey-picture.ts'
import type { Metadata, SharpOptions } from 'sharp'
import { loadSharp } from '#data/load-sharp.ts'
import { judgeDrawing } from './judge-drawing.ts'
import { READ_KINDS, recognizePicture } from './picture-kind.ts'
import { toGrey } from './to-grey.ts'

/** Longer side of what is looked at, in pixels: a digit that takes a tenth of a photo still has enough of them. */
const LONGER_SIDE = 640

/** Longer side of a drawing in its own units, which are pixels at the lowest density that the decoder takes: a 72nd. */
const LONGEST_DRAWING = 72 * LONGER_SIDE

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
  const sharp = loadSharp()
  const refuse = (expected: string, got: string): never => {
    throw new WorkbenchError('invalid', `${name}: expected ${expected}, got ${got}`)
  }
  if (bytes.length > MOST_PICTURE_BYTES) {
    refuse(`a picture of at most ${inMB(MOST_PICTURE_BYTES)}`, inMB(bytes.length))
  }
  if (kind.title === 'SVG' && bytes.length > MOST_DRAWING_BYTES) {
    refuse(`an SVG drawing of at most ${inMB(MOST_DRAWING_BYTES)}`, inMB(bytes.length))
  }
  if (kind.title === 'SVG') {
    const objection = judgeDrawing(Buffer.from(bytes).toString('utf8'))
    if (objection !== null) refuse(objection.expected, objection.got)
  }
  const options: SharpOptions = { failOn: 'error', limitInputPixels: false }
  try {
    const head = await sharp(bytes, options).metadata()
    const size = `${head.width} × ${head.height}`
    if (kind.title === 'SVG') {
      // Lines have no pixels of their own: they are drawn at the size that is looked at.
      const longer = Math.max(head.width, head.height)
      if (longer > LONGEST_DRAWING) refuse(`a drawing of at most ${LONGEST_DRAWING} units a side`, size)
      options.density = Math.min(10_000, Math.max(1, (SVG_DENSITY * LONGER_SIDE) / longer))
    } else {
      const expected = whyTooLarge(head, bytes.length)
      if (expected !== null) refuse(expected, size)
    }
    options.limitInputPixels = MOST_PIXELS
    const { data, info } = await sharp(bytes, options)
      .timeout({ seconds: MOST_DECODING_SECONDS })
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

/**
 * What a picture should have instead of its size; null for one that can be decoded. Its head says the size, and costs nothing:
 * memory and time of the decoding follow it, whether pixels are there or not.
 */
function whyTooLarge({ width, height, format, isProgressive }: Metadata, sizeBytes: number): string | null {
  const pixels = width * height
  if (Math.max(width, height) > MOST_PIXELS_A_SIDE) {
    return `at most ${MOST_PIXELS_A_SIDE.toLocaleString('en-US')} pixels a side`
  }
  const isDecodedInLines = (format === 'jpeg' || format === 'png') && !isProgressive
  const most = isDecodedInLines ? MOST_PIXELS : MOST_PIXELS_AT_ONCE
  if (pixels > most) {
    const kind = isDecodedInLines
      ? ''
      : isProgressive
        ? ` of an interlaced ${format} picture`
        : ` of ${format}`
    return `at most ${most / 1e6} million pixels${kind}`
  }
  if (pixels > FEW_PIXELS && pixels > sizeBytes * MOST_PIXELS_A_BYTE) {
    return `a picture with content, at most ${MOST_PIXELS_A_BYTE.toLocaleString('en-US')} pixels for each of its ${sizeBytes} bytes`
  }
  return null
}

const inMB = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
