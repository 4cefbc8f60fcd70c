import { LARGEST_CONTENT_BYTES } from '#contract/limits.ts'
import type { OpenedFile, PictureImage, RunSummary } from '#contract/types.ts'
import { shallowRef, type ShallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { describeError } from './notices.ts'

/** Endings that the dialog for files offers; a file's content decides whether it can be read. */
export const PICTURE_EXTENSIONS = [
  'png',
  'jpg',
  'jpeg',
  'webp',
  'gif',
  'avif',
  'tif',
  'tiff',
  'svg',
  'heic',
  'heif',
]

/** A picture from outside that stands in for a drawing. */
export interface ShownPicture extends PictureImage {
  /** Of its file. */
  readonly name: string
}

export interface UseDigitsPictureReturn {
  /** Null where nothing but the pad is looked at. */
  readonly picture: ShallowRef<ShownPicture | null>
  /** Why the last picture could not be read, in words; null where it could. */
  readonly problem: ShallowRef<string | null>
  readonly isReading: Readonly<ShallowRef<boolean>>
  /** Reads a picture that was chosen. */
  readonly readFile: (file: OpenedFile) => Promise<void>
  /** Reads a picture that was dropped on the window. */
  readonly readDropped: (file: File) => Promise<void>
  /** Reads a picture of the clipboard. */
  readonly readPasted: (file: File) => Promise<void>
}

/** Reads pictures of digits for the network of a run. @param onRead is called when there is a new one */
export function useDigitsPicture(run: () => RunSummary | null, onRead: () => void): UseDigitsPictureReturn {
  const { api, files } = useWorkbenchClient()
  const picture = shallowRef<ShownPicture | null>(null)
  const problem = shallowRef<string | null>(null)
  const isReading = shallowRef(false)
  /** Counts requests: only the last one counts. */
  let last = 0

  type Read = (runId: string) => Promise<ShownPicture | null>
  async function show(read: Read): Promise<void> {
    const asked = run()
    if (asked === null) return
    const mine = ++last
    problem.value = null
    isReading.value = true
    try {
      const found = await read(asked.id)
      if (mine !== last || found === null) return
      onRead()
      picture.value = found
    } catch (error) {
      if (mine === last) problem.value = describeError(error)
    } finally {
      if (mine === last) isReading.value = false
    }
  }

  const readFile = async (runId: string, { fileId, name }: OpenedFile): Promise<ShownPicture> => ({
    ...(await api.analysis.readPicture({ runId, picture: { fileId } })),
    name,
  })

  const readContent = async (runId: string, file: File, name: string): Promise<ShownPicture> => {
    const content = new Uint8Array(await file.arrayBuffer())
    return { ...(await api.analysis.readPicture({ runId, picture: { name, content } })), name }
  }

  return {
    picture,
    problem,
    isReading,
    readFile: (file) => show((runId) => readFile(runId, file)),
    // What another program's window gave has no path that a handle could stand for; a file of any size has.
    readDropped: (file) =>
      show((runId) =>
        file.size <= LARGEST_CONTENT_BYTES
          ? readContent(runId, file, file.name)
          : files.openDropped(file, (opened) => readFile(runId, opened)),
      ),
    // Nor has what lies in the clipboard.
    readPasted: (file) => show((runId) => readContent(runId, file, 'Pasted picture')),
  }
}
