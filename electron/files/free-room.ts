import { statfsSync } from 'node:fs'
import { fileError } from './file-errors.ts'

/** Room on a disk, in bytes. */
export interface MissingRoom {
  readonly needed: number
  readonly free: number
}

/** What is needed and what is free on a folder's disk; null where there is room enough, or the disk does not tell. */
export function findMissingRoom(folder: string, needed: number): MissingRoom | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    const free = bavail * bsize
    return free < needed ? { needed, free } : null
  } catch {
    return null
  }
}

/** `the disk is full: 12.3 MB are needed, 1.0 MB are free` */
export function describeMissingRoom({ needed, free }: MissingRoom): string {
  return `the disk is full: ${inMegabytes(needed)} are needed, ${inMegabytes(free)} are free`
}

/** Refuses to begin a file that its disk has no room for. @throws NodeJS.ErrnoException that says what is needed and free */
export function requireRoom(file: string, folder: string, bytes: number): void {
  const missing = findMissingRoom(folder, bytes)
  if (missing !== null) throw fileError('ENOROOM', file, describeMissingRoom(missing))
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
