import Database from 'better-sqlite3'
import type { MergeJob } from './exchange-jobs.ts'

/**
 * Merges a store's log into its file, without waiting for anybody: what another program still reads of the log stays there.
 * @throws Database.SqliteError where the disk or another program is in the way
 */
export function mergeLog({ storePath }: MergeJob): null {
  const database = new Database(storePath, { fileMustExist: true, timeout: 0 })
  try {
    database.pragma('wal_checkpoint(PASSIVE)')
    return null
  } finally {
    database.close()
  }
}
