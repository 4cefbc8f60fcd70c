import { encodeText } from '../text.ts'
import type { NamedText, WriterTools } from '../weight-format.ts'

/** A picture in red, green and blue, a byte each, row by row from the top. */
export interface RgbPicture {
  readonly width: number
  readonly height: number
  /** `(height, width, 3)` */
  readonly pixels: Uint8Array
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Bytes of a chunk besides its content: length, name, checksum. */
const CHUNK_FRAME = 12

/**
 * Writes a PNG: true colour, one byte a channel, rows as they are.
 * Source: https://www.w3.org/TR/png-3/
 * @param texts kept in the file, such as `Title` and `Description`
 */
export function writePng(
  { width, height, pixels }: RgbPicture,
  texts: readonly NamedText[],
  tools: WriterTools,
): Uint8Array {
  const head = new Uint8Array(13)
  const view = new DataView(head.buffer)
  view.setUint32(0, width)
  view.setUint32(4, height)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = new Uint8Array(height * (1 + 3 * width))
  for (let y = 0; y < height; y++) {
    // The byte before each row says that it is not filtered.
    rows.set(pixels.subarray(y * 3 * width, (y + 1) * 3 * width), y * (1 + 3 * width) + 1)
  }
  const chunks: readonly (readonly [name: string, content: Uint8Array])[] = [
    ['IHDR', head],
    // Not packed, in no named language.
    ...texts.map(([name, text]) => ['iTXt', encodeText(`${name}\0\0\0\0\0${text}`)] as const),
    ['IDAT', tools.deflate(rows)],
    ['IEND', new Uint8Array()],
  ]
  const size = chunks.reduce((sum, [, { length }]) => sum + CHUNK_FRAME + length, SIGNATURE.length)
  const file = new Uint8Array(size)
  file.set(SIGNATURE)
  const fileView = new DataView(file.buffer)
  let at = SIGNATURE.length
  for (const [name, content] of chunks) {
    fileView.setUint32(at, content.length)
    file.set(encodeText(name), at + 4)
    file.set(content, at + 8)
    const end = at + 8 + content.length
    fileView.setUint32(end, tools.crc32(file.subarray(at + 4, end)))
    at = end + 4
  }
  return file
}
