import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { readJob, reply } from './child-support.ts'

/** A child process that takes a store's write lock again and again, as another program does that writes to it. */
export interface WantLockJob {
  readonly storePath: string
}

export interface LockWaits {
  readonly count: number
  /** From the wish for the lock until it is held, in milliseconds. */
  readonly longestMs: number
  readonly meanMs: number
}

/** Time between two writes: some forty a second. */
const INTERVAL_MS = 25

const { storePath } = readJob() as WantLockJob
// SQLite's own way to wait for a lock, as in every program that uses it.
const database = new Database(storePath, { fileMustExist: true, timeout: 60_000 })
const ending = new AbortController()
process.stdin.on('end', () => ending.abort()).resume()
reply('ready')
const waits: number[] = []
while (!ending.signal.aborted) {
  const startedAt = performance.now()
  database.exec('BEGIN IMMEDIATE')
  waits.push(performance.now() - startedAt)
  database.exec("INSERT OR REPLACE INTO data_folder (path, added_at) VALUES ('/bench', 'now'); COMMIT")
  await setTimeout(INTERVAL_MS)
}
database.close()
const sum = waits.reduce((total, wait) => total + wait, 0)
reply({ count: waits.length, longestMs: Math.max(...waits), meanMs: sum / waits.length } satisfies LockWaits)
