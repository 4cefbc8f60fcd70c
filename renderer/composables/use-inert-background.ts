import { useMutationObserver } from '@vueuse/core'
import type { ShallowRef } from 'vue'

/** How reka-ui marks what it hides from screen readers while a dialog, a menu or a list is open. */
const HIDDEN = 'data-aria-hidden'

/**
 * Keeps what is hidden from screen readers from taking the focus too, until it is shown again. reka-ui hides all around a
 * live region but not the boxes that it is in, of which one may scroll and have nothing else in reach. So the place, and each
 * of the dialogs and lists in `layers`, is inert as a whole where something of it is hidden.
 */
export function useInertBackground(
  place: Readonly<ShallowRef<HTMLElement | null>>,
  layers: Readonly<ShallowRef<HTMLElement | null>>,
): void {
  const updateSurfaces = (): void => {
    for (const surface of [place.value, ...(layers.value?.children ?? [])]) {
      if (surface instanceof HTMLElement) surface.inert = isBehind(surface)
    }
  }
  useMutationObserver(
    document.body,
    (records) => {
      for (const { target } of records) {
        if (target instanceof HTMLElement) target.inert = target.hasAttribute(HIDDEN)
      }
      updateSurfaces()
    },
    { subtree: true, attributeFilter: [HIDDEN] },
  )
  // What was hidden may have gone with the former place: then no mark of it is taken off.
  useMutationObserver(layers, updateSurfaces, { childList: true })
}

const isBehind = (surface: HTMLElement): boolean =>
  surface.hasAttribute(HIDDEN) || surface.querySelector(`[${HIDDEN}]`) !== null
