import { type FileRequest, useWorkbenchClient } from '../platform/client.ts'
import type { TextFile } from '../stores/assignment-files.ts'

export interface UseTextFilesReturn {
  /** Asks for a file and reads it; null where the person cancelled. @throws where it cannot be read */
  choose: (request: FileRequest) => Promise<TextFile | null>
  /** Asks for files, several of which may be chosen at once, and gives each to be read, in the order of their names. */
  chooseSeveral: (
    request: FileRequest,
    take: (name: string, read: () => Promise<TextFile>) => Promise<void>,
  ) => Promise<void>
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
    choose: (request) => files.openFile(request, read),
    chooseSeveral: (request, take) => files.openFiles(request, (file) => take(file.name, () => read(file))),
    readDropped: (file) => files.openDropped(file, read),
  }
}
