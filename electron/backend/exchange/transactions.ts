import Database from 'better-sqlite3'
import type { WorkControl } from './work-control.ts'

/**
 * How long a transaction is meant to hold the write lock, in milliseconds. Other programs ask for the lock at growing
 * intervals of up to 100 ms, so they find it free soon, and a window whose main thread asks is not held up visibly.
 */
const HOLD_MS = 15

/** How much a step may grow at once, so that one quick step is not followed by one that is far too long. */
const MAX_GROWTH = 2

/**
 * Does much work on a store in many short transactions and leaves the lock to others for as long as it held it, as
 * SQLite has no queue: a program that took the lock again at once would keep the others out.
 */
export class ShortTransactions {
  readonly #database: Database.Database
  readonly #control: WorkControl
  /** Units of work in one transaction; what a unit is, bytes or rows, the caller says. */
  #size: number
  readonly #sizes: { readonly min: number; readonly max: number }

  constructor(
    database: Database.Database,
    control: WorkControl,
    sizes: { readonly first: number; readonly min: number; readonly max: number },
  ) {
    this.#database = database
    this.#control = control
    this.#size = sizes.first
    this.#sizes = sizes
  }

  /** How many units the next transaction should do, from what the former ones took. */
  get size(): number {
    return this.#size
  }

  /** Does one step in a transaction of its own. @param size the units it consists of */
  run<T>(size: number, work: () => T): T {
    begin(this.#database, this.#control)
    const startedAt = performance.now()
    try {
      const result = work()
      this.#database.exec('COMMIT')
      return result
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      throw error
    } finally {
      const heldMs = performance.now() - startedAt
      const { min, max } = this.#sizes
      const growth = Math.min(MAX_GROWTH, HOLD_MS / Math.max(heldMs, 0.1))
      this.#size = Math.round(Math.min(max, Math.max(min, size * growth)))
      this.#control.pause(heldMs)
    }
  }
}

/** Begins a transaction that holds the write lock, however long another program keeps it. @throws WorkbenchError `cancelled` */
export function begin(database: Database.Database, control: WorkControl): void {
  for (;;) {
    try {
      database.exec('BEGIN IMMEDIATE')
      return
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_BUSY')) throw error
      control.throwIfCancelled()
    }
  }
}
