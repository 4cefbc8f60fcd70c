import { closeSync, fdatasync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type Database from 'better-sqlite3'
import { findMissingRoom, type MissingRoom } from '#files/free-room.ts'
import { fileOf } from './open-in-memory.ts'
import { describeStoreError, isDiskFull, noRoom, noRoomToRemove, storeError } from './store-errors.ts'

const flush = promisify(fdatasync)

/** What rows, indexes and the list of free pages take beside weights, in bytes. */
const ROOM_FOR_ROWS = 256 * 1024

/** What the pages of a transaction's rows and indexes take in the log, beside weights, in bytes. */
const ROWS_IN_LOG = 40 * 1024

/** Bytes in the log from which it is merged: as much as SQLite merges at once by itself. */
const MERGED_AT = 4 * 1024 * 1024

/** Pages in the log from which a commit merges it although that is left to others, as where they fail. */
const LARGEST_LOG_PAGES = 4000

/**
 * The store's write-ahead log: every commit appends to it, and from time to time SQLite merges it into the store's file.
 * Both wait for the disk, which on the main thread holds up the window's calls when something else writes much.
 */
export class StoreLog {
  readonly #database: Database.Database
  #file: number | undefined
  #mergeBeside: (() => Promise<unknown>) | undefined
  #merging: Promise<void> | undefined
  /** About how many bytes came into the log since it was merged. */
  #unmerged = 0

  constructor(database: Database.Database) {
    this.#database = database
  }

  /**
   * Does one transaction. Its commit leaves the main thread at once, and the log is flushed to the disk beside the event
   * loop: once the promise is resolved, the transaction survives a loss of power, as after a commit with
   * `synchronous = FULL`.
   * @param bytes of weights that it writes
   * @throws what the transaction throws; WorkbenchError `store` where the disk refuses the flush
   */
  async commit(transaction: () => void, bytes = 0): Promise<void> {
    // A log that grows while it is merged would never be merged as a whole, and so never begin anew.
    while (this.#merging !== undefined) await this.#merging
    this.#database.pragma('synchronous = NORMAL')
    try {
      transaction()
    } finally {
      this.#database.pragma('synchronous = FULL')
    }
    try {
      // SQLite keeps the file of the log as long as the store is open.
      this.#file ??= openSync(`${fileOf(this.#database)}-wal`, 'r+')
      await flush(this.#file)
    } catch (error) {
      throw describeStoreError(error, fileOf(this.#database))
    }
    this.#unmerged += bytes + ROWS_IN_LOG
    if (this.#unmerged >= MERGED_AT) this.#startMerging()
  }

  /**
   * Leaves it to `merge` to merge the log after `commit`, on a thread of its own: it waits for the disk twice, which would
   * hold up the calls of a window. Where it fails, a later commit merges.
   */
  mergeBeside(merge: () => Promise<unknown>): void {
    this.#mergeBeside = merge
    this.#database.pragma(`wal_autocheckpoint = ${LARGEST_LOG_PAGES}`)
  }

  #startMerging(): void {
    if (this.#mergeBeside === undefined || this.#merging !== undefined) return
    this.#unmerged = 0
    this.#merging = this.#mergeBeside()
      .catch(() => undefined)
      .then(() => {
        this.#merging = undefined
      })
  }

  /**
   * Refuses to begin what the disk has no room for, so that enough stays free to merge the log, and to remove something
   * when the disk is full: a removal is written into the log too before it gives anything back.
   * @param bytes that are about to be written, once into the log and once into the store's file
   * @throws WorkbenchError `store` that says how much is needed and how much is free, or that nothing can be written
   */
  requireRoom(bytes: number): void {
    if (this.#database.memory) throw storeError(fileOf(this.#database), 'its disk can only be read')
    if (this.#missesRoom(bytes) === null) return
    this.merge()
    const missed = this.#missesRoom(bytes)
    if (missed !== null) throw noRoom(fileOf(this.#database), missed)
  }

  #missesRoom(bytes: number): MissingRoom | null {
    const name = fileOf(this.#database)
    const logged = statSync(`${name}-wal`, { throwIfNoEntry: false })?.size ?? 0
    return findMissingRoom(path.dirname(name), logged + 2 * bytes + ROOM_FOR_ROWS)
  }

  /** Removes something where not even the emptied log gave room for that. @throws WorkbenchError `store` that says what to do */
  removeAnyway<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw isDiskFull(error) ? noRoomToRemove(fileOf(this.#database), error) : error
    }
  }

  /** Merges the log into the store's file and empties it, unless another program or a full disk is in the way. */
  merge(): void {
    const timeout = this.#database.pragma('busy_timeout', { simple: true }) as number
    this.#database.pragma('busy_timeout = 0')
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // It is merged at the next occasion.
    } finally {
      this.#database.pragma(`busy_timeout = ${timeout}`)
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
