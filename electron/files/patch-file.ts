import { closeSync, openSync, truncateSync, writeSync } from 'node:fs'

/** Writes bytes into a file of this program's own making, at a place in it. @throws NodeJS.ErrnoException */
export function patchFileNow(file: string, at: number, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'r+')
  try {
    writeSync(descriptor, bytes, 0, bytes.length, at)
  } finally {
    closeSync(descriptor)
  }
}

/** Cuts a file of this program's own making, or lets it end in zeros. @throws NodeJS.ErrnoException */
export function resizeFileNow(file: string, sizeBytes: number): void {
  truncateSync(file, sizeBytes)
}
