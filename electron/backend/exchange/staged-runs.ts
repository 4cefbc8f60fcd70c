import type Database from 'better-sqlite3'
import { WorkbenchError } from '#contract/types.ts'
import { flush } from '#files/flush.ts'
import { removeImportFolders } from '../store/import-folders.ts'
import type { RunRow } from '../store/schema.ts'
import { prepareInsert, type RunTableName } from './run-columns.ts'
import { weightBytes } from './row-bytes.ts'
import { begin, ShortTransactions } from './transactions.ts'
import type { WorkControl } from './work-control.ts'

/** How long to wait before asking again whether another program's import is over, in milliseconds. */
const ASK_AGAIN_MS = 100

/** Bytes of one transaction: a larger checkpoint has a transaction of its own. */
const BYTES_AT_ONCE = { first: 2 ** 19, min: 2 ** 16, max: 2 ** 21 }
/** Checkpoints, epochs or runs that are removed in one transaction. */
const ROWS_AT_ONCE = { first: 8, min: 1, max: 1000 }
/** Pages of 4 KiB that are given back to the disk in one transaction. */
const PAGES_AT_ONCE = { first: 200, min: 50, max: 4000 }

/** What a row of small values counts, whose bytes are not looked at one by one. */
const SMALL_ROW_BYTES = 1000

/**
 * Runs that an import brings into a store. They are written in many short transactions, so that no other program waits
 * long for the write lock, and stay hidden until one last short transaction shows all of them: all or none. Hidden
 * they are as deleted runs are, by this program, so every reader passes them over already, and what a killed program
 * leaves of them is purged at the next opening like deleted runs, with no code of its own.
 */
export class StagedRuns {
  readonly #database: Database.Database
  readonly #ownerId: number
  readonly #control: WorkControl
  readonly #writes: ShortTransactions
  #batch: { readonly insert: Database.Statement; readonly values: readonly unknown[] }[] = []
  #batchBytes = 0

  /** @param ownerId this program's number in the store */
  constructor(database: Database.Database, ownerId: number, control: WorkControl) {
    this.#database = database
    this.#ownerId = ownerId
    this.#control = control
    this.#writes = new ShortTransactions(database, control, BYTES_AT_ONCE)
    // Hidden rows are worth nothing after a loss of power. The last transaction flushes the log with all of them.
    database.pragma('synchronous = NORMAL')
  }

  /**
   * Waits until no other program imports, then removes what former imports left. Two at once could bring the same run,
   * and each would take the other's hidden rows for its own.
   * @throws WorkbenchError `cancelled`
   */
  claim(): void {
    const take = this.#database.prepare(
      'INSERT INTO run_import (id, owner_id) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET owner_id = owner_id WHERE owner_id = excluded.owner_id',
    )
    for (;;) {
      begin(this.#database, this.#control)
      const isTaken = take.run(this.#ownerId).changes > 0
      this.#database.exec('COMMIT')
      if (isTaken) break
      this.#control.report('waiting', 0)
      this.#control.pause(ASK_AGAIN_MS)
      this.#control.throwIfCancelled()
    }
    removeImportFolders(this.#database.name)
    this.discard()
  }

  /** Lets others import. */
  release(): void {
    begin(this.#database, neverCancelled(this.#control))
    this.#database.prepare('DELETE FROM run_import WHERE owner_id = ?').run(this.#ownerId)
    this.#database.exec('COMMIT')
  }

  /** Adds a hidden run. @param names of columns, in the order of the values */
  addRun(names: readonly string[], values: readonly unknown[]): void {
    const hidden = [...names, 'is_staged', 'deleted_at', 'deleted_by']
    const insert = prepareInsert(this.#database, 'run', hidden)
    const row = [...values, 1, new Date().toISOString(), this.#ownerId]
    this.#queue(insert, row, SMALL_ROW_BYTES)
  }

  /** Copies rows of a hidden run. @param rows in the order of the columns, which do not name the run */
  addRows(
    table: Exclude<RunTableName, 'run'>,
    runId: string,
    names: readonly string[],
    rows: Iterable<readonly unknown[]>,
    onBytes: (bytes: number) => void,
  ): void {
    const insert = prepareInsert(this.#database, table, ['run_id', ...names])
    for (const row of rows) {
      const bytes = weightBytes(row)
      this.#queue(insert, [runId, ...row], SMALL_ROW_BYTES + bytes)
      if (bytes > 0) onBytes(bytes)
    }
  }

  /** Writes what was added and is still in memory. */
  flush(): void {
    const batch = this.#batch
    if (batch.length === 0) return
    const bytes = this.#batchBytes
    this.#batch = []
    this.#batchBytes = 0
    this.#writes.run(bytes, () => {
      for (const { insert, values } of batch) insert.run(...values)
    })
    // Outside of the lock: else the next commit of a training, on the main thread, would wait for the disk to take
    // this.
    flush(`${this.#database.name}-wal`)
  }

  /**
   * Shows all hidden runs and does `work` in one transaction, which has reached the disk when this returns.
   * @param expected hidden runs that there must be
   * @param work false takes everything back
   * @returns what `work` did
   * @throws WorkbenchError `conflict` where hidden runs are gone: this program was taken for one that has ended
   */
  publish(expected: number, work: () => boolean): boolean {
    this.flush()
    this.#database.pragma('synchronous = FULL')
    begin(this.#database, this.#control)
    try {
      const own = 'is_staged = 1 AND deleted_by = ?'
      const count = this.#database.prepare(`SELECT count(*) FROM run WHERE ${own}`).pluck().get(this.#ownerId)
      if (count !== expected) {
        throw new WorkbenchError('conflict', 'Another program took this one for ended; import once more')
      }
      const isDone = work()
      const show = `UPDATE run SET is_staged = 0, deleted_at = NULL, deleted_by = NULL WHERE ${own}`
      if (isDone) this.#database.prepare(show).run(this.#ownerId)
      this.#database.exec(isDone ? 'COMMIT' : 'ROLLBACK')
      return isDone
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK')
      throw error
    } finally {
      this.#database.pragma('synchronous = NORMAL')
    }
  }

  /** Puts the epochs and weights of a hidden run behind those of a run that is there. To be called in `publish`. */
  moveRows(stagedId: string, runId: string): void {
    // Ids of the same length: SQLite then writes the one page of a row that changes, not all of its weights.
    for (const table of ['epoch', 'checkpoint']) {
      this.#database.prepare(`UPDATE ${table} SET run_id = ? WHERE run_id = ?`).run(runId, stagedId)
    }
    this.#database.prepare('DELETE FROM run WHERE id = ?').run(stagedId)
  }

  /** Removes hidden runs, by default all of them, and gives their room back. It goes on when cancelled. */
  discard(id?: string): void {
    this.#batch = []
    this.#batchBytes = 0
    const control = neverCancelled(this.#control)
    const which = 'SELECT id FROM run WHERE is_staged = 1 AND id = coalesce(?, id)'
    const isThere = this.#database.prepare(which).pluck()
    const given = id ?? null
    if (isThere.get(given) === undefined) return
    for (const [table, key] of [
      ['checkpoint', 'rowid'],
      ['epoch', 'run_id, epoch'],
      ['run', 'rowid'],
    ]) {
      const owner = table === 'run' ? 'id' : 'run_id'
      const remove = this.#database.prepare(
        `DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${owner} IN (${which}) LIMIT ?)`,
      )
      const steps = new ShortTransactions(this.#database, control, ROWS_AT_ONCE)
      for (let isDone = false; !isDone;) {
        const { size } = steps
        isDone = steps.run(size, () => remove.run(given, size).changes) === 0
      }
    }
    this.#giveBackSpace(control)
  }

  #giveBackSpace(control: WorkControl): void {
    const steps = new ShortTransactions(this.#database, control, PAGES_AT_ONCE)
    const free = (): number => this.#database.pragma('freelist_count', { simple: true }) as number
    for (let left = free(), before = Infinity; left > 0 && left < before;) {
      before = left
      steps.run(steps.size, () => this.#database.pragma(`incremental_vacuum(${steps.size})`))
      left = free()
    }
  }

  #queue(insert: Database.Statement, values: readonly unknown[], bytes: number): void {
    this.#control.throwIfCancelled()
    if (this.#batchBytes > 0 && this.#batchBytes + bytes > this.#writes.size) this.flush()
    this.#batch.push({ insert, values })
    this.#batchBytes += bytes
  }
}

/** Cleaning up is not given up half-way. */
function neverCancelled(control: WorkControl): WorkControl {
  return {
    ...control,
    throwIfCancelled: () => undefined,
    pause: (ms) => control.pause(ms),
    report: () => undefined,
  }
}

/** The row of a run by its id, hidden or not. */
export function findRow(database: Database.Database, id: string): RunRow | undefined {
  return database.prepare('SELECT * FROM run WHERE id = ?').get(id) as RunRow | undefined
}
