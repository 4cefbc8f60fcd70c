import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { writeDigit } from '#core/data/pen-digits/hand.ts'
import type { PenStroke } from '#core/data/drawing.ts'
import { drawingToImage } from '#core/data/network-input.ts'
import { Random } from '#core/random/random.ts'
import sharp from 'sharp'

/**
 * Pictures of digits as they come from outside, made of pen digits: photos of paper under uneven light, scans, drawings
 * of other programs. Everything is drawn from a seed, so the same pictures come every time.
 */
export interface DigitPhoto {
  readonly digit: number
  /** The same strokes as the pad makes an image of them, `(28 × 28)`. */
  readonly drawn: Uint8Array
  readonly width: number
  readonly height: number
  /** `(height × width × 4)` bytes. */
  readonly rgba: Uint8Array
}

/** How a kind of picture looks; what is left out is plain. */
interface Look {
  /** Share by which the light falls off from one side to the other. */
  readonly fallOff?: number
  /** How dark strokes are at the least and most, as a share of the paper's light; by default nearly black. */
  readonly strength?: readonly [number, number]
  /** Width of strokes at the least and most, as a share of the digit's longer side; by default the pen digit's own. */
  readonly width?: readonly [number, number]
  /** Standard deviation of the paper's and the strokes' grain, in shades. */
  readonly grain?: number
  readonly rules?: 'lines' | 'squares'
  readonly hasFrame?: boolean
  readonly isWhiteOnBlack?: boolean
  readonly isTransparent?: boolean
  /** Share of the picture's side over which a shadow lies, with a soft edge. */
  readonly shadow?: number
}

/** The kinds of pictures, by what a person would call them. */
export const PHOTO_KINDS: Readonly<Record<string, Look>> = {
  'even light': {},
  'light falls off by 25 %': { fallOff: 0.25 },
  'light falls off by 40 %': { fallOff: 0.4 },
  'thin frame': { hasFrame: true },
  'ruled paper': { rules: 'lines' },
  'squared paper': { rules: 'squares', fallOff: 0.15 },
  pencil: { strength: [0.25, 0.45], grain: 4, fallOff: 0.15, width: [0.03, 0.06] },
  ballpoint: { strength: [0.6, 0.85], width: [0.015, 0.03], fallOff: 0.15 },
  marker: { width: [0.16, 0.2], fallOff: 0.15 },
  'white on black': { isWhiteOnBlack: true, fallOff: 0.2 },
  transparent: { isTransparent: true, grain: 0 },
  'soft shadow': { shadow: 0.4 },
}

/** Makes one picture of a kind; `index` chooses digit, hand, paper and light. */
export function makeDigitPhoto(kind: string, index: number, seed = 1): DigitPhoto {
  const look = PHOTO_KINDS[kind]!
  const digit = index % 10
  const hand = writeDigit(digit, new Random(seed, 'photographed digit', index), FIRST_EDITION)
  const drawn = drawingToImage(hand.strokes, { penWidth: hand.penWidth })!
  const random = new Random(seed, 'photo', kind, index)
  const between = (low: number, high: number): number => low + (high - low) * random.uniform()

  const width = Math.round(between(180, 420))
  const height = Math.round(between(180, 420))
  const size = between(0.4, 0.75) * Math.min(width, height)
  const share = look.width === undefined ? hand.penWidth / 20 : between(...look.width)
  const cover = coverage(hand.strokes, { width, height, size, radius: (share * size) / 2, random })

  const [least, most] = look.strength ?? [0.75, 0.9]
  const strength = between(least, most)
  const paper = between(190, 245)
  const light = makeLight(look, width, height, random)
  const rules = makeRules(look, width, height, random)
  const frame = look.hasFrame === true ? makeFrame(width, height, random) : () => 0
  const grain = look.grain ?? 2
  const ink = random.uniform() < 0.5 ? 255 : 0
  const rgba = new Uint8Array(4 * width * height)
  for (let y = 0, k = 0; y < height; y++) {
    for (let x = 0; x < width; x++, k++) {
      const covered = cover[k]!
      if (look.isTransparent === true) {
        rgba.set([ink, ink, ink, Math.round(255 * covered)], 4 * k)
        continue
      }
      const taken = Math.max(strength * covered, rules(x, y), frame(x, y))
      const reflected = look.isWhiteOnBlack === true ? 0.1 + 0.85 * taken : 1 - taken
      const shade = paper * light(x, y) * reflected + grain * random.normal()
      const value = Math.min(255, Math.max(0, Math.round(shade)))
      rgba.set([value, value, value, 255], 4 * k)
    }
  }
  return { digit, drawn, width, height, rgba }
}

/** Light at each place, 1 where it is brightest. */
function makeLight(
  look: Look,
  width: number,
  height: number,
  random: Random,
): (x: number, y: number) => number {
  const { fallOff = 0, shadow = 0 } = look
  const fromLeft = random.uniform() < 0.5
  const slant = random.uniform() - 0.5
  const isRound = random.uniform() < 0.4
  return (x, y) => {
    const across = fromLeft ? x / width : 1 - x / width
    const [dx, dy] = [across - 0.2, y / height - 0.5 - slant / 2]
    const far = isRound
      ? Math.min(1, 1.3 * (dx * dx + dy * dy))
      : across * (1 - Math.abs(slant) / 2) + (slant * y) / height / 2
    const fallen = 1 - fallOff * Math.min(1, Math.max(0, far))
    // Of a hand or a telephone: an edge over a tenth of the picture.
    const inShadow = Math.min(1, Math.max(0, (across - (1 - shadow) + 0.05) / 0.1))
    return shadow === 0 ? fallen : fallen * (1 - 0.3 * inShadow)
  }
}

/** How much of the light the printed lines of the paper take. */
function makeRules(
  { rules }: Look,
  width: number,
  height: number,
  random: Random,
): (x: number, y: number) => number {
  if (rules === undefined) return () => 0
  const distance = (rules === 'lines' ? 0.16 : 0.1) * Math.max(width, height)
  const slope = 0.05 * (2 * random.uniform() - 1)
  const strength = 0.2 + 0.25 * random.uniform()
  const thickness = 1 + random.uniform()
  const start = distance * random.uniform()
  const line = (place: number): number => {
    const off = Math.abs(((((place - start) % distance) + 1.5 * distance) % distance) - distance / 2)
    return strength * Math.min(1, Math.max(0, thickness / 2 + 0.5 - off))
  }
  return (x, y) => Math.max(line(y + slope * x), rules === 'squares' ? line(x - slope * y) : 0)
}

/** A thin dark frame, at the picture's edge or a little inside. */
function makeFrame(width: number, height: number, random: Random): (x: number, y: number) => number {
  const inset = Math.floor(8 * random.uniform())
  const thickness = 1 + Math.floor(3 * random.uniform())
  return (x, y) => {
    const depth = Math.min(x, y, width - 1 - x, height - 1 - y) - inset
    return depth >= 0 && depth < thickness ? 0.85 : 0
  }
}

/** How much of each pixel the strokes cover, 0 to 1. */
function coverage(
  strokes: readonly PenStroke[],
  {
    width,
    height,
    size,
    radius,
    random,
  }: { width: number; height: number; size: number; radius: number; random: Random },
): Float64Array {
  const points = strokes.flat()
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = (size - 2 * radius) / Math.max(right - left, bottom - top)
  const roomX = width - (right - left) * scale - 2 * radius
  const roomY = height - (bottom - top) * scale - 2 * radius
  const offsetX = radius + roomX * (0.2 + 0.6 * random.uniform()) - left * scale
  const offsetY = radius + roomY * (0.2 + 0.6 * random.uniform()) - top * scale
  const cover = new Float64Array(width * height)
  for (const stroke of strokes) {
    for (let k = 0; k < Math.max(1, stroke.length - 1); k++) {
      const [from, to] = [stroke[k]!, stroke[Math.min(stroke.length - 1, k + 1)]!]
      const [ax, ay] = [from.x * scale + offsetX, from.y * scale + offsetY]
      const [bx, by] = [to.x * scale + offsetX, to.y * scale + offsetY]
      const length = (bx - ax) ** 2 + (by - ay) ** 2
      const reach = radius + 1
      for (
        let y = Math.max(0, Math.floor(Math.min(ay, by) - reach));
        y <= Math.min(height - 1, Math.max(ay, by) + reach);
        y++
      ) {
        for (
          let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
          x <= Math.min(width - 1, Math.max(ax, bx) + reach);
          x++
        ) {
          const [px, py] = [x + 0.5 - ax, y + 0.5 - ay]
          const along =
            length === 0 ? 0 : Math.min(1, Math.max(0, (px * (bx - ax) + py * (by - ay)) / length))
          const off = Math.sqrt((px - along * (bx - ax)) ** 2 + (py - along * (by - ay)) ** 2)
          const covered = Math.min(1, Math.max(0, radius + 0.5 - off))
          if (covered > cover[y * width + x]!) cover[y * width + x] = covered
        }
      }
    }
  }
  return cover
}

/** The photo as a file; turned as a camera would, with its note how to turn it back, 1 to 8. */
export async function writePhoto(
  { rgba, width, height }: DigitPhoto,
  format: 'jpeg' | 'png' | 'webp',
  orientation = 1,
): Promise<Buffer> {
  const upright = sharp(rgba, { raw: { width, height, channels: 4 } })
  let turned = upright
  // What the camera saw is the upright picture, turned and mirrored the other way round.
  if (orientation === 2 || orientation === 5 || orientation === 7) turned = turned.flop()
  if (orientation === 4) turned = turned.flip()
  const degrees = { 3: 180, 5: 270, 6: 270, 7: 90, 8: 90 }[orientation]
  const pixels = await turned.png().toBuffer()
  let file = sharp(pixels)
  if (degrees !== undefined) file = file.rotate(degrees)
  if (format === 'jpeg') file = file.flatten({ background: '#fff' })
  return file.toFormat(format, { quality: 90 }).withMetadata({ orientation }).toBuffer()
}
