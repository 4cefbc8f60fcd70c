import type { PenPoint } from '#core/data/drawing.ts'
import type { StrokeListener } from './key-pen.ts'
import { PAD_SIZE } from './pad.ts'

/** Safari has it from 18.2 on, and a page that was written as a file opens in others, too. */
type MaybeCoalesced = Partial<Pick<PointerEvent, 'getCoalescedEvents'>>

/** Draws strokes by mouse, pen or finger on a square element. Strokes are in pad units, whatever its size on screen. */
export class PointerPen {
  /** The pointer that draws now; others, such as a resting palm, do not. */
  #pointerId: number | null = null
  #points: PenPoint[] = []
  readonly #onStroke: StrokeListener

  constructor(onStroke: StrokeListener) {
    this.#onStroke = onStroke
  }

  onDown(event: PointerEvent, pad: HTMLElement): void {
    if (this.#pointerId !== null || event.button !== 0) return
    this.#pointerId = event.pointerId
    pad.setPointerCapture(event.pointerId)
    this.#points = [toPoint(event, pad.getBoundingClientRect())]
    this.#onStroke(this.#points, true)
  }

  onMove(event: PointerEvent, pad: HTMLElement): void {
    if (event.pointerId !== this.#pointerId) return
    const box = pad.getBoundingClientRect()
    // Between two frames a pen reports several places; without them fast strokes have corners.
    const events = (event as MaybeCoalesced).getCoalescedEvents?.() ?? []
    const added = (events.length > 0 ? events : [event]).map((each) => toPoint(each, box))
    this.#points = [...this.#points, ...added]
    this.#onStroke(this.#points, false)
  }

  onEnd(event: PointerEvent): void {
    if (event.pointerId === this.#pointerId) this.#pointerId = null
  }
}

function toPoint(event: PointerEvent, box: DOMRect): PenPoint {
  const clamp = (value: number): number => Math.min(Math.max(value, 0), PAD_SIZE)
  return {
    x: clamp(((event.clientX - box.left) / box.width) * PAD_SIZE),
    y: clamp(((event.clientY - box.top) / box.height) * PAD_SIZE),
    t: event.timeStamp,
    // A mouse and most fingers report half of it, whatever they do.
    ...(event.pointerType === 'pen' ? { pressure: event.pressure } : {}),
  }
}
