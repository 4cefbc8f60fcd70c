/** Kinds of pictures that are read. */
export const READ_KINDS = 'PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG'

/** What a file's first bytes say that it is, whatever it is called. */
export interface PictureKind {
  readonly title: string
  /** Whether it can be read; else what to do instead. */
  readonly instead?: string
}

/** Bytes that are looked at. */
const HEAD_SIZE = 1024

const SAVE_AGAIN = 'open it in any program for pictures and save it as PNG or JPEG'

/** Starts of files, in Latin-1. */
const STARTS: readonly (readonly [start: string, kind: PictureKind])[] = [
  ['\x89PNG\r\n\x1a\n', { title: 'PNG' }],
  ['\xff\xd8\xff', { title: 'JPEG' }],
  ['GIF8', { title: 'GIF' }],
  ['II*\0', { title: 'TIFF' }],
  ['MM\0*', { title: 'TIFF' }],
  ['BM', { title: 'BMP', instead: SAVE_AGAIN }],
  ['%PDF-', { title: 'PDF', instead: 'save the page as PNG or JPEG' }],
  ['8BPS', { title: 'Photoshop', instead: SAVE_AGAIN }],
]

/** Brands of the container that AVIF and HEIC share, by what is inside. */
const HEIC_BRANDS = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']

/** Recognizes a file by its content. @returns null for what is no kind of picture */
export function recognizePicture(bytes: Uint8Array): PictureKind | null {
  const head = Buffer.from(bytes.subarray(0, HEAD_SIZE)).toString('latin1')
  const known = STARTS.find(([start]) => head.startsWith(start))
  if (known !== undefined) return known[1]
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return { title: 'WebP' }
  if (head.slice(4, 8) === 'ftyp') return recognizeContainer(head)
  if (head.trimStart().startsWith('<') || head.startsWith('\xef\xbb\xbf<')) {
    // Comments and declarations may stand before the drawing.
    const text = Buffer.from(bytes.subarray(0, 16 * HEAD_SIZE)).toString('latin1')
    return /<(?:\w+:)?svg[\s>]/.test(text) ? { title: 'SVG' } : null
  }
  return null
}

/** Of a file of boxes: `ftyp` lists the brands, the main one first. */
function recognizeContainer(head: string): PictureKind | null {
  const size = Math.min(head.length, head.charCodeAt(2) * 256 + head.charCodeAt(3))
  const brands = [head.slice(8, 12)]
  for (let at = 16; at + 4 <= size; at += 4) brands.push(head.slice(at, at + 4))
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return { title: 'AVIF' }
  return brands.some((brand) => HEIC_BRANDS.includes(brand))
    ? {
        title: 'HEIC',
        instead:
          'share or export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible makes new photos JPEG)',
      }
    : null
}
