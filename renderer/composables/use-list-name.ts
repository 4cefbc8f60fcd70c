import { useMutationObserver } from '@vueuse/core'
import { watch, type Ref } from 'vue'

/**
 * Gives the list of a UCommandPalette inside an element a name for screen readers: the component takes none, and makes its
 * list anew after a search that found nothing.
 */
export function useListName(root: Readonly<Ref<HTMLElement | null>>, name: string): void {
  const nameList = (): void => root.value?.querySelector('[role=listbox]')?.setAttribute('aria-label', name)
  watch(root, nameList, { flush: 'post' })
  useMutationObserver(root, nameList, { childList: true, subtree: true })
}
