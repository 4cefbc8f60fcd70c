import { closeSync, fsyncSync, openSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** Makes sure that a file's bytes or a folder's names have reached the disk. @throws NodeJS.ErrnoException */
export function flush(place: string): void {
  // A folder cannot be opened so on Windows, which keeps its names safe by itself.
  if (process.platform === 'win32') return
  const descriptor = openSync(place, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** The same for a folder's names while others work; a network drive that cannot do it is no reason to fail. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const handle = await open(folder, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // The file is written and has its name; how safe the name is, is the drive's affair.
  }
}
