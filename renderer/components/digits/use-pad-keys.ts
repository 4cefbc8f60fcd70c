import type { PenPoint, PenStroke } from '#core/data/drawing.ts'
import { shallowRef, type ShallowRef } from 'vue'
import { PAD_SIZE } from '../../model/digits/pad.ts'

/** How far an arrow key moves the pen, in pad units; with Shift, for fine work. */
const STEP = { usual: 14, fine: 4 } as const

const ARROWS: Readonly<Record<string, PenPoint>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

export interface UsePadKeysReturn {
  /** Where the pen is, in pad units. */
  readonly pen: Readonly<ShallowRef<PenPoint>>
  /** Whether the pen touches the pad. */
  readonly isDown: Readonly<ShallowRef<boolean>>
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly onKeyUp: (event: KeyboardEvent) => void
  /** Lifts the pen, as when the pad loses the focus. */
  readonly lift: () => void
}

/**
 * A pen that keys move: arrows by themselves or two together, for slanted lines; Space lowers and lifts it.
 * @param onStroke is told of a stroke that began (`isNew`) or grew
 */
export function usePadKeys(onStroke: (stroke: PenStroke, isNew: boolean) => void): UsePadKeysReturn {
  const pen = shallowRef<PenPoint>({ x: PAD_SIZE / 2, y: PAD_SIZE / 2 })
  const isDown = shallowRef(false)
  const held = new Set<string>()
  let stroke: PenStroke = []

  function lift(): void {
    isDown.value = false
    held.clear()
  }

  function toggle(): void {
    if (isDown.value) {
      lift()
      return
    }
    isDown.value = true
    stroke = [pen.value]
    onStroke(stroke, true)
  }

  function move(step: number): void {
    const clamp = (value: number): number => Math.min(PAD_SIZE, Math.max(0, value))
    let { x, y } = pen.value
    for (const key of held) {
      x += ARROWS[key]!.x * step
      y += ARROWS[key]!.y * step
    }
    pen.value = { x: clamp(x), y: clamp(y) }
    if (!isDown.value) return
    stroke = [...stroke, pen.value]
    onStroke(stroke, false)
  }

  return {
    pen,
    isDown,
    lift,
    onKeyDown(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key === ' ') {
        if (!event.repeat) toggle()
      } else if (event.key in ARROWS) {
        held.add(event.key)
        move(event.shiftKey ? STEP.fine : STEP.usual)
      } else {
        // Clearing the pad lifts the pen; the view does the rest.
        if (event.key === 'Escape' || event.key === 'Delete' || event.key === 'Backspace') lift()
        return
      }
      event.preventDefault()
      event.stopPropagation()
    },
    onKeyUp: (event) => void held.delete(event.key),
  }
}
