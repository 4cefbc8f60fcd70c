import { PNG } from 'pngjs'
import { UsageError } from '../common/errors.ts'
import { readInputFile } from '../common/read-input.ts'

/** A picture in shades of grey. */
export interface GreyImage {
  readonly width: number
  readonly height: number
  /** `(height × width)`, row-major, 0 = black, 255 = white. */
  readonly grey: Uint8Array
  /** Whether its edge is dark, as in MNIST; else the picture counts as dark strokes on a light background. */
  readonly isLightOnDark: boolean
}

/** Pixels of a picture, at most: a bound on memory. */
const MAX_PIXELS = 50_000_000

/** What every PNG file starts with. */
const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')

/** Reads a PNG file; what is transparent becomes white. @throws UsageError for another file or a damaged one */
export function readPng(file: string): GreyImage {
  const bytes = readInputFile(file)
  if (!bytes.subarray(0, SIGNATURE.length).equals(SIGNATURE)) {
    throw new UsageError(`${file}: expected a PNG picture, got another kind of file`)
  }
  // Width and height stand at fixed places, so that a huge picture is refused before it takes memory.
  if (bytes.length >= 24 && bytes.readUInt32BE(16) * bytes.readUInt32BE(20) > MAX_PIXELS) {
    throw new UsageError(`${file}: expected at most ${MAX_PIXELS} pixels, got more`)
  }
  let png: PNG
  try {
    png = PNG.sync.read(bytes)
  } catch {
    // The library's own words are of its insides.
    throw new UsageError(`${file}: expected a sound PNG picture, got one that is cut short or damaged`)
  }
  const { width, height, data } = png
  const grey = new Uint8Array(width * height)
  for (let k = 0; k < grey.length; k++) {
    const [red, green, blue, alpha] = data.subarray(4 * k, 4 * k + 4)
    // Luminance as ITU-R BT.601 weighs the colours, over white.
    const light = 0.299 * red! + 0.587 * green! + 0.114 * blue!
    grey[k] = Math.round((light * alpha!) / 255 + 255 - alpha!)
  }
  return { width, height, grey, isLightOnDark: edgeMean(grey, width, height) < 128 }
}

/** Mean shade along the four edges: the background of a picture of one digit. */
function edgeMean(grey: Uint8Array, width: number, height: number): number {
  let sum = 0
  let count = 0
  for (let y = 0; y < height; y++) {
    const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1)
    for (let x = 0; x < width; x += step) {
      sum += grey[y * width + x]!
      count++
    }
  }
  return sum / count
}
