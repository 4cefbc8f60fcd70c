import { useDropZone, useEventListener } from '@vueuse/core'
import { kindOfName } from '#core/assignment/file-kind.ts'
import type { Ref } from 'vue'
import { isImagesAlone } from '../model/data/dropped-images.ts'

const holdsFiles = ({ dataTransfer }: DragEvent): boolean =>
  [...(dataTransfer?.items ?? [])].some((item) => item.kind === 'file')

/** What was dropped, file by file; a browser tells a folder by its entry alone, and only while it drops. */
function listDropped({ dataTransfer }: DragEvent): { file: File; name: string; isFolder: boolean }[] {
  const items = [...(dataTransfer?.items ?? [])].filter(({ kind }) => kind === 'file')
  return [...(dataTransfer?.files ?? [])].map((file, k) => ({
    file,
    name: file.name,
    isFolder: items[k]?.webkitGetAsEntry()?.isDirectory ?? false,
  }))
}

/**
 * Takes files that are dropped anywhere on an element, whatever place of the window is there. What else is dragged over it, as a
 * layer or a column, is left to those who drag it: a drop zone around them would refuse it.
 * @param onDrop gets the files of assignments, and all that was dropped
 */
export function useWindowDrop(
  element: Readonly<Ref<HTMLElement | null>>,
  onDrop: (
    assignment: readonly File[],
    all: readonly { readonly file: File; readonly name: string; readonly isFolder: boolean }[],
  ) => void,
): void {
  useEventListener(element, 'dragover', (event) => {
    if (holdsFiles(event)) event.preventDefault()
  })
  useEventListener(element, 'drop', (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    const all = listDropped(event)
    onDrop(
      all.filter(({ name }) => kindOfName(name) !== null).map(({ file }) => file),
      all,
    )
  })
}

/** Takes files that are dropped on an element. @returns whether some are held over it; a dragged text or column is none */
export function useFileDrop(
  element: Readonly<Ref<HTMLElement | null>>,
  onDrop: (files: readonly File[]) => void,
): Readonly<Ref<boolean>> {
  const { isOverDropZone } = useDropZone(element, {
    onDrop: (_dropped, event) => {
      // The window takes files of assignments and data sets wherever they fall.
      const files = listDropped(event)
        .filter((each) => kindOfName(each.name) === null && !isImagesAlone(each))
        .map(({ file }) => file)
      if (files.length > 0) onDrop(files)
    },
    checkValidity: (items) => [...items].some((item) => item.kind === 'file'),
  })
  return isOverDropZone
}
