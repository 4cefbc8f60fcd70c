import { closeSync, fdatasync, openSync } from 'node:fs'
import { promisify } from 'node:util'
import type Database from 'better-sqlite3'
import { describeStoreError } from './store-errors.ts'

const flush = promisify(fdatasync)

/**
 * The store's write-ahead log: every commit appends to it, and from time to time SQLite merges it into the store's file.
 * Both wait for the disk, which on the main thread holds up the window's calls when something else writes much.
 */
export class StoreLog {
  readonly #database: Database.Database
  #file: number | undefined

  constructor(database: Database.Database) {
    this.#database = database
  }

  /**
   * Does one transaction. Its commit leaves the main thread at once, and the log is flushed to the disk beside the event
   * loop: once the promise is resolved, the transaction survives a loss of power, as after a commit with
   * `synchronous = FULL`.
   * @throws what the transaction throws, before the first await; WorkbenchError `store` where the disk refuses the flush
   */
  async commit(transaction: () => void): Promise<void> {
    this.#database.pragma('synchronous = NORMAL')
    try {
      transaction()
    } finally {
      this.#database.pragma('synchronous = FULL')
    }
    try {
      // SQLite keeps the file of the log as long as the store is open.
      this.#file ??= openSync(`${this.#database.name}-wal`, 'r+')
      await flush(this.#file)
    } catch (error) {
      throw describeStoreError(error, this.#database.name)
    }
  }

  /** While `work` goes on, another connection merges the log, so that commits here need not. */
  async leaveMergingToOthers<T>(work: () => Promise<T>): Promise<T> {
    const pages = this.#database.pragma('wal_autocheckpoint', { simple: true }) as number
    this.#database.pragma('wal_autocheckpoint = 0')
    try {
      return await work()
    } finally {
      if (this.#database.open) this.#database.pragma(`wal_autocheckpoint = ${pages}`)
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
  }
}
