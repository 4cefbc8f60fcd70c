import { centreDigit, placeInMiddle } from './centre-digit.ts'
import type { PenPoint, PenStroke } from './drawing.ts'
import { ALL_STEPS, hasStep, type PreparationMask } from './preparation.ts'

/** Side of MNIST's images, in pixels. */
export const FIELD_SIZE = 28

/** Side of the square that MNIST's digits are scaled to fit, in pixels. */
export const DIGIT_SIZE = 20

/** Side of the square that a digit is scaled to fit in an image of that side: in MNIST's proportion. */
export function digitSideOf(side: number): number {
  return Math.max(1, Math.round((side * DIGIT_SIZE) / FIELD_SIZE))
}

/** Fewer pixels a side show no digit: so few inputs are not taken for a square image. */
const SMALLEST_DRAWING = 8

/**
 * Side of the images that a network takes, where a drawing can be turned into one: they must be square and grey.
 * @param dataSet the size of its data set's images; without one, as many inputs as a square has pixels are taken for one
 * @returns null where no drawing fits
 */
export function drawingSide(
  inputSize: number,
  dataSet?: { readonly rows: number; readonly columns: number; readonly channels: number },
): number | null {
  if (dataSet !== undefined && dataSet.rows * dataSet.columns * dataSet.channels === inputSize) {
    return dataSet.rows === dataSet.columns && dataSet.channels === 1 ? dataSet.rows : null
  }
  const side = Math.sqrt(inputSize)
  return Number.isInteger(side) && side >= SMALLEST_DRAWING ? side : null
}

/** Width of the pen in the finished image, in pixels: what strokes in MNIST measure on the average. */
const DEFAULT_PEN_WIDTH = 2.4

/** Share of the pad's longer side below which a drawing is a dot and is not blown up to a full digit. */
export const DOT_SHARE = 24 / 280

export interface DrawingOptions {
  /** Side of the image, in pixels; by default MNIST's 28. */
  readonly side?: number
  /** Width of the pen in an image of MNIST's size, in pixels, 1 to 6; in another it is as much of the side. */
  readonly penWidth?: number
  /**
   * Longer side, in the strokes' own unit, below which a drawing counts as a dot and is not enlarged to the
   * full 20 pixels. By default 0: only a drawing without any extent is a dot.
   */
  readonly dotSize?: number
  /** Which steps are taken; by default all. */
  readonly steps?: PreparationMask
  /** Side of the square surface that was drawn on, from 0, in the strokes' own unit; only steps that are left out ask for it. */
  readonly surface?: number
}

/** Of a stroke whose pressure is not known, as a mouse reports it. */
const USUAL_PRESSURE = 0.5

/**
 * Half the width of a stroke's grey edge, in pixels. An area filter gives ½ for upright and 0.71 for slanted edges; with
 * this value the share of grey pixels is MNIST's.
 */
const EDGE = 0.6

/**
 * Turns a drawing into a network input the way MNIST was made: the digit's bounding box is scaled to 20 × 20 pixels with its
 * aspect kept, in grey levels that come from anti-aliasing, and placed in a 28 × 28 field so that its centre of
 * mass comes to the centre, by whole pixels, since MNIST too moved finished pixels. The digit never leaves the field: where
 * the centre of mass would push it out, the box stops at the edge.
 * Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits", 1998.
 *
 * Images of other sides are made in the same proportions.
 *
 * @returns `(side × side)` bytes, row-major, 0 = background, 255 = foreground; null for a drawing without a point.
 */
export function drawingToImage(
  strokes: readonly PenStroke[],
  options: DrawingOptions = {},
): Uint8Array | null {
  const box = boundingBox(strokes)
  if (box === null) return null
  const { side = FIELD_SIZE, steps = ALL_STEPS } = options
  // At 28 pixels a side the factor is exactly 1, so that images stay the same to the byte.
  const penWidth = (options.penWidth ?? DEFAULT_PEN_WIDTH) * (side / FIELD_SIZE)
  const { canvasSide, scale, left, top } = placeStrokes(box, penWidth, options)

  const canvas = { pixels: new Float64Array(canvasSide * canvasSide), side: canvasSide }
  for (const stroke of strokes) {
    inkStroke(canvas, stroke, penWidth / 2, {
      place: (point) => ({ x: (point.x - box.left) * scale + left, y: (point.y - box.top) * scale + top }),
      edge: hasStep(steps, 'anti-alias') ? EDGE : 0,
      isFull: hasStep(steps, 'intensity'),
    })
  }
  const grey = Uint8Array.from(canvas.pixels, (value) => Math.round(255 * value))
  if (hasStep(steps, 'centre') && grey.some((value) => value > 0)) return centreDigit(grey, canvasSide, side)
  return hasStep(steps, 'crop')
    ? placeInMiddle(...cutDigit(grey, canvasSide), side)
    : placeInMiddle(grey, canvasSide, side)
}

interface Placement {
  /** Side of the canvas that is drawn on, in pixels. */
  readonly canvasSide: number
  /** Pixels for each of the strokes' units. */
  readonly scale: number
  /** Where the upper left corner of the strokes' box comes to, in pixels. */
  readonly left: number
  readonly top: number
}

/** How large and where the strokes are drawn: their box fitted to the square, or as they lie on their surface. */
function placeStrokes(
  box: Box,
  penWidth: number,
  { side = FIELD_SIZE, dotSize = 0, steps = ALL_STEPS, surface }: DrawingOptions,
): Placement {
  const longerSide = Math.max(box.right - box.left, box.bottom - box.top)
  const canvasSide = hasStep(steps, 'fit') ? digitSideOf(side) : side
  const offset = penWidth / 2 + EDGE - 0.5 // the pixels beyond the square get nothing
  const isCropped = hasStep(steps, 'crop')
  const whole = surface ?? Math.max(longerSide, box.right, box.bottom)
  const scale =
    isCropped && hasStep(steps, 'fit')
      ? (canvasSide - 2 * offset) / Math.max(longerSide, dotSize)
      : canvasSide / whole
  const finite = Number.isFinite(scale) ? scale : 1 // a dot has no side to enlarge
  return isCropped
    ? { canvasSide, scale: finite, left: offset, top: offset }
    : { canvasSide, scale: finite, left: box.left * finite, top: box.top * finite }
}

/** The part of a square of pixels that is not background, and its width. */
function cutDigit(grey: Uint8Array, side: number): [grey: Uint8Array, width: number] {
  const rows: number[] = []
  const columns: number[] = []
  grey.forEach((value, k) => {
    if (value === 0) return
    rows.push(Math.floor(k / side))
    columns.push(k % side)
  })
  if (rows.length === 0) return [grey, side]
  const left = Math.min(...columns)
  const width = Math.max(...columns) - left + 1
  const cut: number[] = []
  for (let row = rows[0]!; row <= rows.at(-1)!; row++) {
    cut.push(...grey.subarray(row * side + left, row * side + left + width))
  }
  return [Uint8Array.from(cut), width]
}

/** The square that the digit is drawn in. */
interface Canvas {
  readonly pixels: Float64Array
  readonly side: number
}

interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** The box around all points, or null where there is none. */
function boundingBox(strokes: readonly PenStroke[]): Box | null {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const stroke of strokes) {
    for (const { x, y } of stroke) {
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
    }
  }
  return left <= right && top <= bottom ? { left, top, right, bottom } : null
}

interface Ink {
  /** Where a point comes to, in pixels. */
  readonly place: (point: PenPoint) => PenPoint
  /** Half the width of the grey edge, in pixels; 0 for none. */
  readonly edge: number
  /** Whether all ink is equally bright; else it is as bright as the pen pressed. */
  readonly isFull: boolean
}

/** Draws one stroke with a round pen; each pixel keeps the highest value it got, so crossings are not darker. */
function inkStroke(canvas: Canvas, stroke: PenStroke, radius: number, { place, edge, isFull }: Ink): void {
  if (stroke.length === 0) return
  const inkOf = ({ pressure = USUAL_PRESSURE }: PenPoint): number =>
    isFull ? 1 : Math.min(1, Math.max(0, pressure))
  let from = place(stroke[0]!)
  if (stroke.length === 1) inkSegment(canvas, from, from, { radius, edge, ink: inkOf(stroke[0]!) })
  for (let k = 1; k < stroke.length; k++) {
    const to = place(stroke[k]!)
    inkSegment(canvas, from, to, { radius, edge, ink: inkOf(stroke[k]!) })
    from = to
  }
}

/**
 * Draws a segment. A pixel's value is how much of it the pen covers, taken from the distance of the pixel's centre to
 * the segment: full within `radius` − edge, none beyond `radius` + edge, linear between.
 */
function inkSegment(
  canvas: Canvas,
  from: PenPoint,
  to: PenPoint,
  { radius, edge, ink }: { readonly radius: number; readonly edge: number; readonly ink: number },
): void {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const lengthSquared = dx * dx + dy * dy
  const reach = radius + edge
  const { pixels, side } = canvas
  const last = side - 1
  const firstColumn = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach))
  const lastColumn = Math.min(last, Math.floor(Math.max(from.x, to.x) + reach))
  const firstRow = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach))
  const lastRow = Math.min(last, Math.floor(Math.max(from.y, to.y) + reach))
  for (let row = firstRow; row <= lastRow; row++) {
    const py = row + 0.5 - from.y
    for (let column = firstColumn; column <= lastColumn; column++) {
      const index = row * side + column
      if (pixels[index] === 1) continue // most pixels of a stroke are covered by several of its segments
      const px = column + 0.5 - from.x
      const along = lengthSquared > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared)) : 0
      const ex = px - along * dx
      const ey = py - along * dy
      const distanceSquared = ex * ex + ey * ey
      if (distanceSquared >= reach * reach) continue
      const cover = edge === 0 ? 1 : Math.min(1, (reach - Math.sqrt(distanceSquared)) / (2 * edge))
      const value = ink * cover
      if (value > pixels[index]!) pixels[index] = value
    }
  }
}
