import { useEventListener } from '@vueuse/core'

const ARROW_KEY = /^Arrow(Up|Down|Left|Right)$/

/**
 * Chooses the radio button to which an arrow key has moved the focus, also where the key was released at once: reka-ui
 * looks in a task of its own, after the focus has moved, whether the key is still down, and does not choose where it is not
 * (radix-ui/primitives#4094 is the same).
 */
export function useQuickArrowKeys(): void {
  /** The group in which an arrow key went down, until a key goes up. */
  let group: Element | null = null
  const groupOf = ({ target }: KeyboardEvent): Element | null =>
    target instanceof Element ? target.closest('[role="radiogroup"]') : null

  useEventListener(
    document,
    'keydown',
    (event) => {
      const { key, altKey, ctrlKey, metaKey, shiftKey } = event
      const isArrow = ARROW_KEY.test(key) && !altKey && !ctrlKey && !metaKey && !shiftKey
      group = isArrow ? groupOf(event) : null
    },
    { capture: true },
  )
  useEventListener(
    document,
    'keyup',
    (event) => {
      const { target } = event
      const isMoved = group !== null && group === groupOf(event)
      group = null
      if (isMoved && target instanceof HTMLElement && target.matches('[role="radio"][aria-checked="false"]'))
        target.click()
    },
    { capture: true },
  )
}
