import { useDropZone, useEventListener } from '@vueuse/core'
import { kindOfName } from '#core/assignment/file-kind.ts'
import type { Ref } from 'vue'

const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
  [...(dataTransfer?.items ?? [])].some((item) => item.kind === 'file')

/**
 * Takes the files of assignments that are dropped anywhere on an element, whatever place of the window is there. What else is
 * dragged over it, as a layer or a column, is left to those who drag it: a drop zone around them would refuse it.
 */
export function useAssignmentDrop(
  element: Readonly<Ref<HTMLElement | null>>,
  onDrop: (files: readonly File[]) => void,
): void {
  useEventListener(element, 'dragover', (event) => {
    if (holdsFiles(event)) event.preventDefault()
  })
  useEventListener(element, 'drop', (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    const files = [...(event.dataTransfer?.files ?? [])].filter(({ name }) => kindOfName(name) !== null)
    if (files.length > 0) onDrop(files)
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
