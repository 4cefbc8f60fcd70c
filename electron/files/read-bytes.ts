import { closeSync, readSync } from 'node:fs'
import { openFileNow } from './read-file.ts'

/** Bytes of a file, and zeros behind its end. */
export function readBytes(file: string, position: number, length: number): Buffer {
  const descriptor = openFileNow(file)
  try {
    return readBytesOf(descriptor, position, length)
  } finally {
    closeSync(descriptor)
  }
}

/** The same of a file that is open. */
export function readBytesOf(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  readSync(descriptor, bytes, 0, length, position)
  return bytes
}
