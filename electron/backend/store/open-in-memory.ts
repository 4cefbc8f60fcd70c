import { accessSync, constants, statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { fileErrorCode } from '#files/file-errors.ts'
import { readBytes } from '#files/read-bytes.ts'
import { storeError } from './store-errors.ts'

/** Bytes of the largest store that is read into memory. */
const LARGEST = 1e9

/** Where the head of an SQLite file says how it is written and read: 1 without a log beside it, 2 with one. */
const FORMAT_AT = [18, 19] as const

/** The files that databases in memory were read from. */
const files = new WeakMap<Database.Database, string>()

/** The file of a store, whether it is open or was read into memory. */
export function fileOf(database: Database.Database): string {
  return files.get(database) ?? database.name
}

/** Whether a store is there, on a disk that takes no writes from anybody. */
export function isOnReadOnlyDisk(storePath: string): boolean {
  try {
    accessSync(storePath, constants.W_OK)
    return false
  } catch (error) {
    return fileErrorCode(error) === 'EROFS'
  }
}

/**
 * Reads a store from a disk that can only be read into memory, as SQLite opens a store with a log only where it can make
 * files beside it. The connection refuses to write.
 * @throws WorkbenchError `store` for one that is too large, or whose newest epochs are in a log
 */
export function openInMemory(storePath: string): Database.Database {
  const { size } = statSync(storePath)
  const wayOut = 'copy it to a disk that can be written, and open it there'
  if ((statSync(`${storePath}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw storeError(
      storePath,
      `its disk can only be read, and a part of it is still in the file beside it that ends in -wal; ${wayOut} with that file`,
    )
  }
  if (size > LARGEST) {
    throw storeError(
      storePath,
      `its disk can only be read; expected ${LARGEST / 1e6} MB at most then, got ${Math.ceil(size / 1e6)} MB; ${wayOut}`,
    )
  }
  const bytes = Buffer.from(readBytes(storePath, 0, size))
  for (const at of FORMAT_AT) if (bytes[at] === 2) bytes[at] = 1
  const database = new Database(bytes)
  files.set(database, storePath)
  database.pragma('query_only = ON')
  return database
}
