import Database from 'better-sqlite3'
import { describeMissingRoom, type MissingRoom } from '#files/free-room.ts'
import { WorkbenchError } from '#contract/types.ts'

/** Why a file of any other kind is refused. */
export const NO_DATABASE = 'expected a store of this workbench, got a file that is no database'

/** What a person reads for SQLite's error codes, the longest match first. */
const REASONS: readonly (readonly [code: string, reason: string])[] = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_BUSY', 'another program keeps it locked'],
  ['SQLITE_LOCKED', 'another program keeps it locked'],
  ['SQLITE_READONLY', 'it can only be read'],
  ['SQLITE_NOTADB', NO_DATABASE],
  ['SQLITE_CORRUPT', 'it is damaged'],
  ['SQLITE_CANTOPEN', 'it cannot be opened'],
  ['SQLITE_PERM', 'this account has no permission for it'],
  ['SQLITE_NOMEM', 'there is not enough memory'],
  ['SQLITE_TOOBIG', 'a network of this size does not fit into it'],
  ['SQLITE_IOERR', 'the disk reports a fault'],
]

/** Turns an error of SQLite into one sentence about the store; any other error is returned as it is. */
export function describeStoreError(error: unknown, storePath: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const reason = REASONS.find(([code]) => error.code.startsWith(code))?.[1] ?? error.message
  return storeError(storePath, reason, error)
}

/** Whether a write did not come about because the disk has no room; reading goes on all the same. */
export function isDiskFull(error: unknown): boolean {
  const cause = error instanceof WorkbenchError ? error.cause : error
  return cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_FULL')
}

/** Whether a write did not come about because the store can only be read. */
export function isReadOnly(error: unknown): boolean {
  const cause = error instanceof WorkbenchError ? error.cause : error
  return cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_READONLY')
}

/** The error for a write that was not begun, as the disk has too little room for it. */
export function noRoom(storePath: string, missing: MissingRoom): WorkbenchError {
  return storeError(storePath, describeMissingRoom(missing))
}

/** The error for a removal that would give room back, but needs a little before. */
export function noRoomToRemove(storePath: string, cause: unknown): WorkbenchError {
  return storeError(
    storePath,
    `the disk is full, and what is removed is noted before it gives room back: free 1 MB on this disk, or move the store to another one, and try again`,
    cause,
  )
}

/** The error for a store that cannot be used. */
export function storeError(storePath: string, reason: string, cause?: unknown): WorkbenchError {
  const error = new WorkbenchError('store', `The store ${storePath} cannot be used: ${reason}`)
  if (cause !== undefined) error.cause = cause
  return error
}
