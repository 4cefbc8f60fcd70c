import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import { fileErrorCode } from './file-errors.ts'
import type { WriteTarget } from './write-target.ts'

/** How long a pipe may take to get a reader, and how often it is asked for, in milliseconds. */
const READER_PATIENCE_MS = 2000
const ASK_AGAIN_MS = 20

/**
 * Writes bytes to what is there already: a device, a pipe, a terminal, or a file that cannot be replaced.
 * @throws NodeJS.ErrnoException, `ENXIO` for a pipe that nobody reads
 */
export async function overwrite(
  { place, former }: WriteTarget,
  content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  const reader = former?.isFIFO() === true ? await awaitReader(place) : null
  try {
    const handle = await open(place, constants.O_WRONLY | (former?.isFile() === true ? constants.O_TRUNC : 0))
    try {
      for await (const part of content) await handle.appendFile(part)
      if (former?.isFile() === true) await handle.sync()
    } finally {
      await handle.close()
    }
  } finally {
    await reader?.close()
  }
}

/** Opening a pipe that nobody reads would wait for ever, and one of the few threads for files with it. */
async function awaitReader(place: string): Promise<FileHandle> {
  const endsAt = performance.now() + READER_PATIENCE_MS
  for (;;) {
    try {
      return await open(place, constants.O_WRONLY | constants.O_NONBLOCK)
    } catch (error) {
      if (fileErrorCode(error) !== 'ENXIO' || performance.now() > endsAt) throw error
      await setTimeout(ASK_AGAIN_MS)
    }
  }
}
