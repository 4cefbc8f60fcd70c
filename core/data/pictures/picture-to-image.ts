import { centreDigit, placeInMiddle } from '../centre-digit.ts'
import { DIGIT_SIZE, digitSideOf, FIELD_SIZE } from '../network-input.ts'
import { ALL_STEPS, hasStep, type PreparationMask } from '../preparation.ts'
import { takeCleanForeground } from './clean-foreground.ts'
import { findForeground } from './foreground.ts'
import {
  cutBox,
  enlarge,
  findBox,
  type GreyPicture,
  type PixelBox,
  type Plane,
  resampleBox,
} from './grey-picture.ts'
import { meanStrokeWidth, signedDistance } from './stroke-width.ts'

/**
 * Widths of strokes that are left as they are, in pixels of MNIST's 20 × 20: MNIST's own are 2.4 on the average. A fine
 * ballpoint would fade away where its picture is scaled down, and a marker would fill the loops.
 */
const STROKE_WIDTHS: StrokeWidths = { least: 1.9, most: 3.4 }
/** Of clean digits, which may be MNIST's: nearly all of its widths. */
const MNIST_STROKE_WIDTHS: StrokeWidths = { least: 1.2, most: 6 }

interface StrokeWidths {
  readonly least: number
  readonly most: number
}

/** A digit is measured at a size at which its strokes are many pixels wide: its longer side, in pixels. */
const MEASURED_SIDE = { least: 100, most: 240 } as const

/** The digit of a picture, ready to be made an image with any of the steps of `PREPARATION_STEPS`. */
export interface FoundDigit {
  /** Its strokes, brought to MNIST's range of widths: shares of foreground, 0 to 1. */
  readonly digit: Plane
  /** The box around them. */
  readonly box: PixelBox
  /** The picture's longer side, and where the box lies in the square around the picture, in pixels of `digit`. */
  readonly surface: number
  readonly left: number
  readonly top: number
  /** How far the strokes stand out from their background, 0 to 1. */
  readonly contrast: number
}

/**
 * Makes a network input of a picture of one digit the way MNIST was made: foreground is light on dark; its box is scaled
 * to fit 20 × 20 pixels with its aspect kept, each pixel the mean of the area it covers; its centre of mass comes to the
 * middle of the 28 × 28 field. Strokes far thinner or thicker than MNIST's are first brought to its range.
 * Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998.
 * @param side of the image, in pixels
 * @returns `(side × side)` bytes, 0 = background, 255 = foreground; null for a picture without a digit
 */
export function pictureToImage(picture: GreyPicture, side = FIELD_SIZE): Uint8Array | null {
  const found = findDigit(picture)
  const image = found && digitToImage(found, side)
  return image?.some((value) => value > 0) === true ? image : null
}

/** Finds the digit of a picture; null where there is none. */
export function findDigit(picture: GreyPicture): FoundDigit | null {
  const clean = takeCleanForeground(picture)
  const foreground = clean ?? findForeground(picture)
  const whole = foreground === null ? null : findBox(foreground)
  if (foreground === null || whole === null) return null
  const cut = cutBox(foreground, whole, 0)
  const measured = toMeasuredSize(cut)
  const fitted = fitStrokes(measured, clean === null ? STROKE_WIDTHS : MNIST_STROKE_WIDTHS)
  // Where nothing had to be changed, no shade of a clean digit is.
  const digit = clean !== null && fitted === measured ? cut : fitted
  const box = findBox(digit)
  if (box === null) return null
  const unchanged = digit === cut ? cut : measured
  const scale = unchanged.width / cut.width
  const longer = Math.max(picture.width, picture.height)
  // Strokes that became wider or narrower did so on all sides.
  const place = (at: number, side: number, grown: number): number =>
    (at + (longer - side) / 2) * scale - grown
  return {
    ...{ digit, box, surface: longer * scale },
    left: place(whole.left, picture.width, (box.right - box.left - unchanged.width) / 2),
    top: place(whole.top, picture.height, (box.bottom - box.top - unchanged.height) / 2),
    contrast: contrastWithin(picture, foreground),
  }
}

/** Makes an image of a digit with some of the steps; one in which nothing is left of it is empty. */
export function digitToImage(
  { digit, box, surface, left, top, contrast }: FoundDigit,
  side = FIELD_SIZE,
  steps: PreparationMask = ALL_STEPS,
): Uint8Array {
  const boxWidth = box.right - box.left
  const boxHeight = box.bottom - box.top
  const isCropped = hasStep(steps, 'crop')
  const room = hasStep(steps, 'fit') ? digitSideOf(side) : side
  const scale = room / (isCropped && hasStep(steps, 'fit') ? Math.max(boxWidth, boxHeight) : surface)
  const width = Math.min(room, Math.max(1, Math.round(boxWidth * scale)))
  const height = Math.min(room, Math.max(1, Math.round(boxHeight * scale)))
  const shares = resampleBox(digit, box, width, height).values
  const strength = hasStep(steps, 'intensity') ? 1 : contrast
  const toGrey = hasStep(steps, 'anti-alias')
    ? (share: number) => Math.round(255 * strength * Math.min(1, share))
    : (share: number) => (share >= 0.5 ? Math.round(255 * strength) : 0)
  let grey = Uint8Array.from(shares, toGrey)
  let greyWidth = width
  if (!isCropped) {
    const within = (at: number, size: number): number =>
      Math.max(0, Math.min(room - size, Math.round(at * scale)))
    const canvas = new Uint8Array(room * room)
    for (let row = 0; row < height; row++) {
      const to = (row + within(top, height)) * room + within(left, width)
      canvas.set(grey.subarray(row * width, (row + 1) * width), to)
    }
    grey = canvas
    greyWidth = room
  }
  return hasStep(steps, 'centre') && grey.some((value) => value > 0)
    ? centreDigit(grey, greyWidth, side)
    : placeInMiddle(grey, greyWidth, side)
}

/** Images of a digit with all choices of steps, `(masks, side × side)`, each at the place of its mask; null where nothing is left of it with all. */
export function digitToImages(found: FoundDigit, side: number): Uint8Array | null {
  const images = new Uint8Array((ALL_STEPS + 1) * side * side)
  for (let steps = 0; steps <= ALL_STEPS; steps++) {
    images.set(digitToImage(found, side, steps), steps * side * side)
  }
  return images.subarray(ALL_STEPS * side * side).some((value) => value > 0) ? images : null
}

/** Mean distance of the strokes' shades from that of the rest, 0 to 1. */
function contrastWithin({ grey }: GreyPicture, { values }: Plane): number {
  let inside = 0
  let count = 0
  let outside = 0
  grey.forEach((shade, k) => {
    if (values[k]! >= 0.5) {
      inside += shade
      count++
    } else if (values[k] === 0) outside += shade
  })
  const others = Math.max(1, values.filter((value) => value === 0).length)
  return Math.min(1, Math.abs(inside / Math.max(1, count) - outside / others) / 255)
}

function toMeasuredSize(digit: Plane): Plane {
  const { width, height } = digit
  const longer = Math.max(width, height)
  if (longer < MEASURED_SIDE.least) return enlarge(digit, Math.ceil(MEASURED_SIDE.least / longer))
  if (longer <= MEASURED_SIDE.most) return digit
  const scale = MEASURED_SIDE.most / longer
  const whole = { left: 0, top: 0, right: width, bottom: height }
  return resampleBox(
    digit,
    whole,
    Math.max(1, Math.round(width * scale)),
    Math.max(1, Math.round(height * scale)),
  )
}

/** Brings strokes that are too thin or too thick into the range of widths, by moving their edges. */
function fitStrokes(digit: Plane, { least, most }: StrokeWidths): Plane {
  const longer = Math.max(digit.width, digit.height)
  const width = meanStrokeWidth(signedDistance(digit))
  if (width === 0) return digit
  const relative = (width / longer) * DIGIT_SIZE
  const wanted = Math.min(most, Math.max(least, relative))
  if (wanted === relative) return digit
  const share = wanted / DIGIT_SIZE
  // The edge moves by this on all sides, so that the digit as a whole changes too.
  const move = (share * longer - width) / (2 * (1 - share))
  const roomy = cutBox(
    digit,
    { left: 0, top: 0, right: digit.width, bottom: digit.height },
    Math.max(1, Math.ceil(move) + 1),
  )
  const distance = signedDistance(roomy)
  return { ...roomy, values: distance.map((inside) => Math.min(1, Math.max(0, 0.5 + inside + move))) }
}
