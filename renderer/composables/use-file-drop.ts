import { useDropZone } from '@vueuse/core'
import type { Ref } from 'vue'

/** Takes files that are dropped on an element. @returns whether some are held over it; a dragged text or column is none */
export function useFileDrop(
  element: Readonly<Ref<HTMLElement | null>>,
  onDrop: (files: readonly File[]) => void,
): Readonly<Ref<boolean>> {
  const { isOverDropZone } = useDropZone(element, {
    onDrop: (files) => onDrop(files ?? []),
    checkValidity: (items) => [...items].some((item) => item.kind === 'file'),
  })
  return isOverDropZone
}
