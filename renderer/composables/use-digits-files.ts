import type { OpenedFile } from '#contract/types.ts'
import { DRAWING_EXTENSIONS, holdsDrawings } from '../model/digits/file-kind.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useDigitsStore } from '../stores/digits.ts'
import { PICTURE_EXTENSIONS } from '../stores/digits-picture.ts'
import { useDrawingsStore } from '../stores/drawings.ts'
import { useNoticesStore } from '../stores/notices.ts'

export interface UseDigitsFilesReturn {
  /** Asks for a picture of a digit, or a file of drawings, and reads it. */
  readonly open: () => Promise<void>
  /** Reads a file that was dropped. */
  readonly take: (file: File) => Promise<void>
}

/** Files that the place Digits reads: pictures, and drawings as strokes. */
export function useDigitsFiles(): UseDigitsFilesReturn {
  const { files } = useWorkbenchClient()
  const digits = useDigitsStore()
  const drawings = useDrawingsStore()
  const notices = useNoticesStore()

  const read = (file: OpenedFile): Promise<void> =>
    holdsDrawings(file.name) ? drawings.read(file) : digits.readPictureFile(file)

  return {
    open: async () => {
      await notices.attempt('The file could not be opened', () =>
        files.openFile(
          {
            title: 'Open a picture of a digit, or drawings',
            extensions: [...PICTURE_EXTENSIONS, ...DRAWING_EXTENSIONS],
          },
          read,
        ),
      )
    },
    take: async (file) => {
      if (!holdsDrawings(file.name)) await digits.readDroppedPicture(file)
      else {
        await notices.attempt('The drawings could not be read', () => files.openDropped(file, drawings.read))
      }
    },
  }
}
