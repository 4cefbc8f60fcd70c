import { closeSync, readSync } from 'node:fs'
import { openFileNow } from './read-file.ts'

/** Bytes of a file, and zeros behind its end. */
export function readBytes(file: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  const descriptor = openFileNow(file)
  try {
    readSync(descriptor, bytes, 0, length, position)
  } finally {
    closeSync(descriptor)
  }
  return bytes
}
