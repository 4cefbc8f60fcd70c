import { centreDigit } from '../centre-digit.ts'
import { DIGIT_SIZE, digitSideOf, FIELD_SIZE } from '../network-input.ts'
import { findForeground } from './foreground.ts'
import { cutBox, enlarge, findBox, type GreyPicture, type Plane, resampleBox } from './grey-picture.ts'
import { meanStrokeWidth, signedDistance } from './stroke-width.ts'

/**
 * Widths of strokes that are left as they are, in pixels of MNIST's 20 × 20: MNIST's own are 2.4 on the average. A fine
 * ballpoint would fade away where its picture is scaled down, and a marker would fill the loops.
 */
const STROKE_WIDTHS = { least: 1.9, most: 3.4 } as const

/** A digit is measured at a size at which its strokes are many pixels wide: its longer side, in pixels. */
const MEASURED_SIDE = { least: 100, most: 240 } as const

/**
 * Makes a network input of a picture of one digit the way MNIST was made: foreground is light on dark; its box is scaled
 * to fit 20 × 20 pixels with its aspect kept, each pixel the mean of the area it covers; its centre of mass comes to the
 * middle of the 28 × 28 field. Strokes far thinner or thicker than MNIST's are first brought to its range.
 * Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998.
 * @param side of the image, in pixels
 * @returns `(side × side)` bytes, 0 = background, 255 = foreground; null for a picture without a digit
 */
export function pictureToImage(picture: GreyPicture, side = FIELD_SIZE): Uint8Array | null {
  const foreground = findForeground(picture)
  const whole = foreground === null ? null : findBox(foreground)
  if (foreground === null || whole === null) return null
  const digit = fitStrokes(toMeasuredSize(cutBox(foreground, whole, 0)))
  const box = findBox(digit)
  if (box === null) return null
  const boxWidth = box.right - box.left
  const boxHeight = box.bottom - box.top
  const scale = digitSideOf(side) / Math.max(boxWidth, boxHeight)
  const width = Math.max(1, Math.round(boxWidth * scale))
  const height = Math.max(1, Math.round(boxHeight * scale))
  const shares = resampleBox(digit, box, width, height).values
  const grey = Uint8Array.from(shares, (share) => Math.round(255 * Math.min(1, share)))
  return grey.every((value) => value === 0) ? null : centreDigit(grey, width, side)
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
function fitStrokes(digit: Plane): Plane {
  const longer = Math.max(digit.width, digit.height)
  const width = meanStrokeWidth(signedDistance(digit))
  if (width === 0) return digit
  const relative = (width / longer) * DIGIT_SIZE
  const wanted = Math.min(STROKE_WIDTHS.most, Math.max(STROKE_WIDTHS.least, relative))
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
