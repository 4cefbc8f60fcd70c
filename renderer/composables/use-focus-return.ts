import { useEventListener, useMutationObserver } from '@vueuse/core'
import { focusIn } from './focus-dialog.ts'
import { canTake, findFocusAfterRemoval } from './focus-after-removal.ts'

/** How far back the way of the focus is remembered: menus and dialogs that opened each other are few. */
const REMEMBERED = 12

/** The heading of the place that is open, which takes the focus where nothing better has it. */
export function focusPlace(): void {
  document.querySelector<HTMLElement>('#place-title')?.focus()
}

/**
 * Remembers what had the focus, and gives what a dialog does when it closes: reka-ui returns the focus to a dialog's own
 * trigger alone, and these dialogs are opened by commands, menus and keys.
 */
export function useFocusReturn(): (event: Event) => void {
  let trail: HTMLElement[] = []
  useEventListener(document, 'focusin', ({ target }) => {
    if (!(target instanceof HTMLElement)) return
    trail = [...trail.filter((each) => each !== target && each.isConnected), target].slice(-REMEMBERED)
  })

  // A button that is disabled while it works drops the focus, and gets it back.
  useMutationObserver(
    document.body,
    (records) => {
      const last = trail.at(-1)
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (last === undefined || !isLost || last.hasAttribute('disabled')) return
      if (records.some(({ target }) => target === last)) last.focus()
    },
    { subtree: true, attributeFilter: ['disabled'] },
  )

  // A list returns the focus to its button while the window behind it is still inert, where nothing takes it.
  useMutationObserver(
    document.body,
    (records) => {
      const { activeElement } = document
      if (activeElement !== null && activeElement !== document.body) return
      if (!records.some(({ target }) => target instanceof HTMLElement && !target.inert)) return
      const origin = trail.findLast((each) => each.isConnected)
      if (origin?.checkVisibility() === true && origin.closest('[inert]') === null) origin.focus()
    },
    { subtree: true, attributeFilter: ['inert'] },
  )

  // Who goes by keys finds them where they were when what they were on has gone; a pointer is wherever it is.
  let isByKeys = false
  useEventListener(document, 'keydown', () => (isByKeys = true), { capture: true })
  useEventListener(document, 'pointerdown', () => (isByKeys = false), { capture: true })
  useMutationObserver(
    document.body,
    (records) => {
      const last = trail.at(-1)
      const isLost = document.activeElement === null || document.activeElement === document.body
      if (!isByKeys || !isLost || last === undefined || last.isConnected) return
      const next = findFocusAfterRemoval(last, records)
      if (next === undefined) return
      const found = next ?? trail.findLast(canTake)
      if (found !== undefined) found.focus()
      else {
        const dialog = document.querySelector<HTMLElement>(
          '[role="dialog"][data-state="open"]:not([inert] *)',
        )
        if (dialog === null) focusPlace()
        else focusIn(dialog)
      }
    },
    { subtree: true, childList: true },
  )

  return (event) => {
    const closed = event.target
    event.preventDefault()
    // Only after the dialog has gone is the window behind it no longer inert.
    setTimeout(() => {
      const { activeElement } = document
      const isFree = activeElement === null || activeElement === document.body || isIn(closed, activeElement)
      // Else something has taken it already, such as the next dialog.
      if (!isFree) return
      const origin = trail.findLast(
        (each) => each.isConnected && each.checkVisibility() && !isIn(closed, each),
      )
      origin?.focus()
      if (origin === undefined || document.activeElement !== origin) focusPlace()
    })
  }
}

const isIn = (container: EventTarget | null, element: Element): boolean =>
  container instanceof Node && container.contains(element)
