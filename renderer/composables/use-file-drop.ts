import { useDropZone } from '@vueuse/core'
import { kindOfName } from '#core/assignment/file-kind.ts'
import type { Ref } from 'vue'

/** Takes the files of assignments that are dropped anywhere on an element, whatever place of the window is there. */
export function useAssignmentDrop(
  element: Readonly<Ref<HTMLElement | null>>,
  onDrop: (files: readonly File[]) => void,
): void {
  useDropZone(element, {
    onDrop: (files) => onDrop((files ?? []).filter(({ name }) => kindOfName(name) !== null)),
    checkValidity: (items) => [...items].some((item) => item.kind === 'file'),
  })
}

/** Takes files that are dropped on an element. @returns whether some are held over it; a dragged text or column is none */
export function useFileDrop(
  element: Readonly<Ref<HTMLElement | null>>,
  onDrop: (files: readonly File[]) => void,
): Readonly<Ref<boolean>> {
  const { isOverDropZone } = useDropZone(element, {
    onDrop: (dropped) => {
      // The window takes files of assignments wherever they fall.
      const files = (dropped ?? []).filter(({ name }) => kindOfName(name) === null)
      if (files.length > 0) onDrop(files)
    },
    checkValidity: (items) => [...items].some((item) => item.kind === 'file'),
  })
  return isOverDropZone
}
