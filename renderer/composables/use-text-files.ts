import { useWorkbenchClient } from '../platform/client.ts'
import type { TextFile } from '../stores/assignment-files.ts'

export interface UseTextFilesReturn {
  /** Asks for a file and reads it; null where the person cancelled. @throws where it cannot be read */
  choose: (request: { title: string; extensions: readonly string[] }) => Promise<TextFile | null>
  /** Reads a file that was dropped. @throws where it cannot be read */
  readDropped: (file: File) => Promise<TextFile>
}

/** Small files of text that a person chooses or drops. */
export function useTextFiles(): UseTextFilesReturn {
  const { api, files } = useWorkbenchClient()
  const read = async ({ fileId, name }: { fileId: string; name: string }): Promise<TextFile> => ({
    name,
    text: await api.files.readText({ fileId }),
  })
  return {
    choose: (request) => files.openFile({ ...request, extensions: [...request.extensions] }, read),
    readDropped: (file) => files.openDropped(file, read),
  }
}
