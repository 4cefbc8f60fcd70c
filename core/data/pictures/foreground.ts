import { fitBackground } from './background.ts'
import { chooseDigit, type Component, findComponents, isFrame } from './components.ts'
import { type GreyPicture, type Plane, quantile } from './grey-picture.ts'
import { removeRuledLines } from './ruled-lines.ts'

/** The least contrast of foreground, as a share of the whole range of shades. */
const MIN_CONTRAST = 0.06

/** Noise stays below this many of its standard deviations. */
const NOISE_LIMIT = 4

/** Share of the foreground's strength above which pixels hang together as strokes. */
const STROKE_SHARE = 0.4

/** Share of the foreground's strength below which a pixel is background. */
const BACKGROUND_SHARE = 0.2

/** A digit is not smaller than this share of the picture's longer side. */
const SMALLEST_DIGIT = 0.03

/** Pictures with a longer side from here on are smoothed a little, against the noise of a camera. */
const SMOOTHED_SIDE = 160

/** How often weaker strokes are looked for, after what is no digit is taken off. */
const ROUNDS = 4

/**
 * Finds the digit in a picture: dark strokes on a light background or the other way round, under light that falls off,
 * on plain, ruled or squared paper, in a frame or not.
 * @returns shares of foreground, 0 to 1; null where no digit is
 */
export function findForeground(picture: GreyPicture): Plane | null {
  const contrast = contrastOf(picture)
  const least = Math.max(MIN_CONTRAST, NOISE_LIMIT * noiseOf(contrast))
  const longerSide = Math.max(picture.width, picture.height)
  const cleaned: Plane = { ...contrast, values: contrast.values.slice() }
  let tight: Found | null = null
  for (let round = 0; round < ROUNDS; round++) {
    const strength = strengthOf(cleaned, least)
    if (strength === null) break
    removeRuledLines(cleaned, STROKE_SHARE * strength)
    const components = findComponents(cleaned, STROKE_SHARE * strength)
    const frames = components.filter((each) => isFrame(each, picture.width))
    const others = components.filter((each) => !frames.includes(each))
    const digit = chooseDigit(others).filter((_, __, all) => isLargeEnough(all[0]!, longerSide))
    if (digit.length > 0 && !digit[0]!.isAtEdge) return shareOf(cleaned, digit)
    // What reaches the edge is the digit of a tight picture, unless there are weaker strokes away from the edge.
    if (digit.length > 0) tight ??= { plane: { ...cleaned, values: cleaned.values.slice() }, digit }
    for (const component of [...frames, ...others.filter(({ isAtEdge }) => isAtEdge)]) {
      eachNear(cleaned, component.pixels, 3, (index) => (cleaned.values[index] = 0))
    }
    if (frames.length === 0 && digit.length === 0) break
  }
  return tight === null ? null : shareOf(tight.plane, tight.digit)
}

interface Found {
  readonly plane: Plane
  readonly digit: readonly Component[]
}

/** How far each pixel stands out from the background, on the side on which strokes do, 0 to 1. */
function contrastOf({ width, height, grey }: GreyPicture): Plane {
  let shades: Plane = { width, height, values: Float64Array.from(grey) }
  if (Math.max(width, height) >= SMOOTHED_SIDE) shades = smooth(shades)
  const background = fitBackground(shades).values
  const difference = shades.values.map((shade, k) => (shade - background[k]!) / 255)
  const floor = Math.max(MIN_CONTRAST / 2, NOISE_LIMIT * noiseOf({ ...shades, values: difference }))
  let light = 0
  let dark = 0
  for (const each of difference) {
    if (each > floor) light += each
    if (each < -floor) dark -= each
  }
  // Dark strokes absorb a share of the light that is there; light ones on dark are brighter by themselves.
  const values =
    light > dark ? difference : difference.map((each, k) => (-each * 255) / Math.max(40, background[k]!))
  return { width, height, values }
}

/** Standard deviation of the background's noise, by the median, which strokes cannot move. */
function noiseOf({ values }: Plane): number {
  return 1.4826 * quantile(values.map(Math.abs), 0.5)
}

/** How far strong strokes stand out; null where nothing does. */
function strengthOf({ values }: Plane, least: number): number | null {
  const strong = values.filter((value) => value > least)
  return strong.length === 0 ? null : quantile(strong, 0.97)
}

function isLargeEnough({ box }: Component, longerSide: number): boolean {
  return Math.max(box.right - box.left, box.bottom - box.top) >= SMALLEST_DIGIT * longerSide
}

/** Shares of foreground in and close around the digit's components. */
function shareOf(plane: Plane, digit: readonly Component[]): Plane {
  const pixels = digit.flatMap((component) => [...component.pixels])
  const strength = quantile(
    Float64Array.from(pixels, (index) => plane.values[index]!),
    0.8,
  )
  const values = new Float64Array(plane.values.length)
  // Soft edges of strokes lie below the threshold by which components were found.
  eachNear(plane, pixels, 2, (index) => {
    const share = Math.min(1, plane.values[index]! / strength)
    values[index] = share < BACKGROUND_SHARE ? 0 : share
  })
  return { ...plane, values }
}

/** Calls with the index of each pixel that is at most so far from one of the given ones. */
function eachNear(
  { width, height }: Plane,
  pixels: readonly number[],
  reach: number,
  visit: (index: number) => void,
): void {
  for (const index of pixels) {
    const x = index % width
    const y = (index - x) / width
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
        visit(row * width + column)
      }
    }
  }
}

/** Weighs each pixel with its neighbours, 1 2 1 in both directions. */
function smooth({ width, height, values }: Plane): Plane {
  const across = new Float64Array(values.length)
  const both = new Float64Array(values.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const row = y * width
      const left = values[row + Math.max(0, x - 1)]!
      const right = values[row + Math.min(width - 1, x + 1)]!
      across[row + x] = (left + 2 * values[row + x]! + right) / 4
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const above = across[Math.max(0, y - 1) * width + x]!
      const below = across[Math.min(height - 1, y + 1) * width + x]!
      both[y * width + x] = (above + 2 * across[y * width + x]! + below) / 4
    }
  }
  return { width, height, values: both }
}
