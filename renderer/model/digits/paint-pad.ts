import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import { PAD_SIZE } from './pad.ts'

/** Width of the pen, in pad units: about what the network's image gets from a digit that fills the pad well. */
const PEN_WIDTH = 20

/** Stands out from black and from white. */
const PEN_COLOUR = '#3b9dff'

/** The keyboard's pen. */
interface ShownPen {
  readonly at: PenPoint
  readonly isDown: boolean
}

/**
 * Paints a drawing pad anew, in as many pixels as it covers on the screen.
 * @param ink a colour of CSS
 * @param pen null: none is shown
 */
export function paintPad(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  strokes: readonly PenStroke[],
  ink: string,
  pen: ShownPen | null,
): void {
  const { canvas } = context
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  context.resetTransform()
  context.clearRect(0, 0, width, height)
  context.scale(width / PAD_SIZE, height / PAD_SIZE)
  context.lineWidth = PEN_WIDTH
  context.lineCap = context.lineJoin = 'round'
  context.strokeStyle = ink
  for (const stroke of strokes) paintStroke(context, stroke)
  if (pen !== null) paintPen(context, pen)
}

function paintStroke(context: CanvasRenderingContext2D, stroke: PenStroke): void {
  // A stroke of one point is a dot: a line to its own beginning, which round caps make visible.
  const rest = stroke.length > 1 ? stroke.slice(1) : stroke
  let from = stroke[0]!
  context.beginPath()
  context.moveTo(from.x, from.y)
  for (const point of rest) {
    const width = widthOf(point)
    if (width !== context.lineWidth) {
      // A path has one width: from here on it is another.
      context.stroke()
      context.beginPath()
      context.moveTo(from.x, from.y)
      context.lineWidth = width
    }
    context.lineTo(point.x, point.y)
    from = point
  }
  context.stroke()
}

/** A pen that is pressed harder draws wider; half of its pressure is the usual width. */
function widthOf({ pressure = 0.5 }: PenPoint): number {
  return PEN_WIDTH * (0.5 + Math.min(1, Math.max(0, pressure)))
}

/** A ring of the pen's width, filled while it touches the pad. */
function paintPen(context: CanvasRenderingContext2D, { at, isDown }: ShownPen): void {
  context.beginPath()
  context.arc(at.x, at.y, PEN_WIDTH / 2 + 2, 0, 2 * Math.PI)
  context.lineWidth = 3
  context.strokeStyle = PEN_COLOUR
  context.stroke()
  if (!isDown) return
  context.fillStyle = PEN_COLOUR
  context.fill()
}
