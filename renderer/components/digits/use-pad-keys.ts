import type { PenPoint } from '#core/data/drawing.ts'
import { shallowRef, type ShallowRef } from 'vue'
import { KeyPen, type StrokeListener } from '../../model/digits/key-pen.ts'

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

/** A `KeyPen` whose place and state a component can watch. */
export function usePadKeys(onStroke: StrokeListener): UsePadKeysReturn {
  const keyPen = new KeyPen(onStroke, () => {
    pen.value = keyPen.at
    isDown.value = keyPen.isDown
  })
  const pen = shallowRef(keyPen.at)
  const isDown = shallowRef(keyPen.isDown)
  return {
    pen,
    isDown,
    lift: () => keyPen.lift(),
    onKeyDown: (event) => keyPen.onKeyDown(event),
    onKeyUp: (event) => keyPen.onKeyUp(event),
  }
}
