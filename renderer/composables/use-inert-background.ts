import { useMutationObserver } from '@vueuse/core'

/** How reka-ui marks what it hides from screen readers while a dialog, a menu or a list is open. */
const HIDDEN = 'data-aria-hidden'

/** Keeps what is hidden from screen readers from taking the focus too, until it is shown again. */
export function useInertBackground(): void {
  useMutationObserver(
    document.body,
    (records) => {
      for (const { target } of records) {
        if (target instanceof HTMLElement) target.inert = target.hasAttribute(HIDDEN)
      }
    },
    { subtree: true, attributeFilter: [HIDDEN] },
  )
}
