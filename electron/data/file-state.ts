import { access, stat } from 'node:fs/promises'
import { fileErrorCode } from '#files/file-errors.ts'

/** Whether a file or folder is there. @throws NodeJS.ErrnoException where that cannot be known */
export async function isThere(place: string): Promise<boolean> {
  return access(place).then(
    () => true,
    (error: unknown) => {
      if (fileErrorCode(error) === 'ENOENT') return false
      throw error
    },
  )
}

/** Whether a place is a folder; false also where that cannot be known. */
export async function isFolder(place: string): Promise<boolean> {
  return stat(place).then(
    (found) => found.isDirectory(),
    () => false,
  )
}
