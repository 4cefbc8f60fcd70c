import { createHash, type Hash } from 'node:crypto'
import { closeSync, fstatSync, readSync } from 'node:fs'
import { WorkbenchError } from '#contract/types.ts'
import { appendNow } from '#files/move-file.ts'
import { readBytesOf } from '#files/read-bytes.ts'
import { openFileNow } from '#files/read-file.ts'
import type { WorkControl } from './work-control.ts'

/**
 * A file of runs ends in 64 bytes behind SQLite's last page, which SQLite does not look at: these 24, the number of
 * bytes before them (64 bits, big-endian), and the SHA-256 of all that is before it, this number too.
 */
const MARK = Buffer.from('backprop runs, sha-256 \n', 'latin1')
const LENGTH_BYTES = 8
const SEAL_BYTES = MARK.length + LENGTH_BYTES + 32

const PIECE_BYTES = 1 << 20
const SQLITE_HEAD_BYTES = 100

/** Puts the checksum behind a finished file of runs. @throws NodeJS.ErrnoException, WorkbenchError `cancelled` */
export function sealRunFile(file: string, control: Pick<WorkControl, 'throwIfCancelled'>): void {
  const descriptor = openFileNow(file)
  try {
    const { size } = fstatSync(descriptor)
    const start = startOfSeal(size)
    const digest = hashBytes(descriptor, size, () => control.throwIfCancelled())
      .update(start)
      .digest()
    appendNow(file, Buffer.concat([start, digest]))
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Looks whether a file of runs is whole and, by its checksum, what was written; one of an earlier version has none.
 * @returns whether it has a checksum, which then is right
 * @throws WorkbenchError `invalid` for a file that is cut off or changed; WorkbenchError `cancelled`
 */
export function checkSeal(
  file: string,
  name: string,
  control: Pick<WorkControl, 'throwIfCancelled'>,
): boolean {
  const descriptor = openFileNow(file)
  try {
    const { size } = fstatSync(descriptor)
    const pages = pageBytes(descriptor, size)
    if (size < SQLITE_HEAD_BYTES || (pages !== null && size < pages)) {
      throw refuse(name, `it is cut off at byte ${size} of ${pages ?? `at least ${SQLITE_HEAD_BYTES}`}`)
    }
    const sealAt = size - SEAL_BYTES
    const seal = readBytesOf(descriptor, Math.max(0, sealAt), SEAL_BYTES)
    if (!seal.subarray(0, MARK.length).equals(MARK)) {
      if (pages === null || size === pages) return false
      const whole = pages + SEAL_BYTES
      throw refuse(
        name,
        size < whole
          ? `it is cut off at byte ${size} of ${whole}`
          : `it is damaged (expected ${whole} bytes with a checksum at their end, got ${size} without)`,
      )
    }
    const digest = hashBytes(descriptor, sealAt, () => control.throwIfCancelled())
      .update(startOfSeal(sealAt))
      .digest()
    if (!Buffer.concat([startOfSeal(sealAt), digest]).equals(seal)) {
      throw refuse(name, 'it is damaged: its checksum (SHA-256) is not that of its content')
    }
    return true
  } finally {
    closeSync(descriptor)
  }
}

function refuse(name: string, problem: string): WorkbenchError {
  return new WorkbenchError('invalid', `${name}: ${problem}`)
}

function startOfSeal(size: number): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeBigUInt64BE(BigInt(size))
  return Buffer.concat([MARK, length])
}

/** Bytes of SQLite's pages as its head counts them; null where the head does not say. */
function pageBytes(descriptor: number, size: number): number | null {
  if (size < SQLITE_HEAD_BYTES) return null
  const head = readBytesOf(descriptor, 0, SQLITE_HEAD_BYTES)
  const pageSize = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16)
  const pages = head.readUInt32BE(28)
  // The number counts only where the program that wrote last knew of it.
  const isValid =
    pages > 0 &&
    pageSize >= 512 &&
    (pageSize & (pageSize - 1)) === 0 &&
    head.readUInt32BE(24) === head.readUInt32BE(92)
  return isValid ? pages * pageSize : null
}

/** Hashes the first bytes of a file, piece by piece. @param onPiece called after each */
function hashBytes(descriptor: number, length: number, onPiece: () => void): Hash {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(Math.min(length, PIECE_BYTES))
  for (let done = 0; done < length;) {
    const count = readSync(descriptor, piece, 0, Math.min(piece.length, length - done), done)
    if (count === 0) break
    hash.update(piece.subarray(0, count))
    done += count
    onPiece()
  }
  return hash
}
