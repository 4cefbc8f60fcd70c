import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { fileError, refuseImpossiblePath } from './file-errors.ts'

/** A pipe that nobody writes would else keep whoever opens it waiting; Windows has no such pipes. */
const WITHOUT_WAITING = constants.O_RDONLY | ((constants as { O_NONBLOCK?: number }).O_NONBLOCK ?? 0)

/**
 * Opens a file to read it. Pipes, devices and sockets are refused at once: they have no size, and may never end.
 * @throws NodeJS.ErrnoException, `EISDIR` for a folder, `EIRREGULAR` for what else is no file
 */
export async function openFile(file: string): Promise<FileHandle> {
  refuseImpossiblePath(file)
  refuseIrregular(file, await stat(file))
  const handle = await open(file, WITHOUT_WAITING)
  try {
    refuseIrregular(file, await handle.stat())
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The same at once. @returns a descriptor, to be closed by the caller @throws NodeJS.ErrnoException */
export function openFileNow(file: string): number {
  refuseImpossiblePath(file)
  refuseIrregular(file, statSync(file))
  const descriptor = openSync(file, WITHOUT_WAITING)
  try {
    refuseIrregular(file, fstatSync(descriptor))
    return descriptor
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

/** Reads a file whole; see `openFile`. @throws NodeJS.ErrnoException, or the signal's reason */
export async function readFile(
  file: string,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Buffer<ArrayBuffer>> {
  const handle = await openFile(file)
  try {
    return await handle.readFile({ signal })
  } finally {
    await handle.close()
  }
}

/** Reads a file whole, at once; see `openFile`. @throws NodeJS.ErrnoException */
export function readFileNow(file: string): Buffer<ArrayBuffer> {
  const descriptor = openFileNow(file)
  try {
    return readFileSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** @throws NodeJS.ErrnoException for what is no regular file */
export function refuseIrregular(file: string, stats: Stats): void {
  if (stats.isFile()) return
  if (stats.isDirectory()) throw fileError('EISDIR', file)
  throw fileError('EIRREGULAR', file, `expected a file, got ${kindOf(stats)}`)
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe'
  if (stats.isSocket()) return 'a socket'
  return 'a device'
}
