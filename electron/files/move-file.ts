import { appendFileSync, constants, copyFileSync, createWriteStream, renameSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { flush, flushFolder } from './flush.ts'

/** Gives a file or folder another name on the same disk, for good once it resolves. @throws NodeJS.ErrnoException */
export async function moveFile(from: string, to: string): Promise<void> {
  await rename(from, to)
  await flushFolder(path.dirname(to))
}

/** The same at once. @throws NodeJS.ErrnoException */
export function moveFileNow(from: string, to: string): void {
  renameSync(from, to)
  flush(path.dirname(to))
}

/** Copies a file, sharing its blocks where the disk can. @throws NodeJS.ErrnoException */
export function copyFileNow(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE)
}

/** Puts bytes behind the end of a file that is not finished. @throws NodeJS.ErrnoException */
export function appendNow(file: string, bytes: Uint8Array): void {
  appendFileSync(file, bytes)
}

/** Stores what a stream brings as a new file that this account alone can read. @throws NodeJS.ErrnoException */
export async function storeStream(stream: Readable, file: string): Promise<void> {
  await pipeline(stream, createWriteStream(file, { flags: 'wx', mode: 0o600 }))
}

/** Opens a file that grows at its end, made where it is not there, as a download does. @throws NodeJS.ErrnoException */
export function appendToFile(file: string): Promise<FileHandle> {
  return open(file, 'a')
}
