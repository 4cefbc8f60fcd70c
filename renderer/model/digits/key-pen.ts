import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import { PAD_SIZE } from './pad.ts'

/** How far an arrow key moves the pen, in pad units; with Shift, for fine work. */
const STEP = { usual: 14, fine: 4 } as const

const ARROWS: Readonly<Record<string, PenPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** Is told of a stroke that began (`isNew`) or grew. */
export type StrokeListener = (stroke: PenStroke, isNew: boolean) => void

/** A pen that keys move over the pad: arrows by themselves or two together, for slanted lines; Space lowers and lifts it. */
export class KeyPen {
  /** Where the pen is, in pad units. Replaced, never changed in place. */
  at: PenPoint = { x: PAD_SIZE / 2, y: PAD_SIZE / 2 }
  /** Whether the pen touches the pad. */
  isDown = false
  readonly #held = new Set<string>()
  #stroke: PenStroke = []
  readonly #onStroke: StrokeListener
  readonly #onChange: () => void

  /** @param onChange is called when the pen moved, or was lowered or lifted */
  constructor(onStroke: StrokeListener, onChange: () => void) {
    this.#onStroke = onStroke
    this.#onChange = onChange
  }

  /** Lifts the pen, as when the pad loses the focus. */
  lift(): void {
    this.isDown = false
    this.#held.clear()
    this.#onChange()
  }

  onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === ' ') {
      if (!event.repeat) this.#toggle(event.timeStamp)
    } else if (event.key in ARROWS) {
      this.#held.add(event.key)
      this.#move(event.shiftKey ? STEP.fine : STEP.usual, event.timeStamp)
    } else {
      // Clearing the pad lifts the pen; who shows the pad does the rest.
      if (event.key === 'Escape' || event.key === 'Delete' || event.key === 'Backspace') this.lift()
      return
    }
    event.preventDefault()
    event.stopPropagation()
  }

  onKeyUp(event: KeyboardEvent): void {
    this.#held.delete(event.key)
  }

  #toggle(t: number): void {
    if (this.isDown) {
      this.lift()
      return
    }
    this.isDown = true
    this.#stroke = [{ ...this.at, t }]
    this.#onStroke(this.#stroke, true)
    this.#onChange()
  }

  #move(step: number, t: number): void {
    const clamp = (value: number): number => Math.min(PAD_SIZE, Math.max(0, value))
    let { x, y } = this.at
    for (const key of this.#held) {
      x += ARROWS[key]!.x * step
      y += ARROWS[key]!.y * step
    }
    this.at = { x: clamp(x), y: clamp(y) }
    if (this.isDown) {
      this.#stroke = [...this.#stroke, { ...this.at, t }]
      this.#onStroke(this.#stroke, false)
    }
    this.#onChange()
  }
}
