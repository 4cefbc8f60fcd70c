import { statSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sql as raw } from 'kysely'
import { WorkbenchError } from '#contract/types.ts'
import { CheckpointStore } from './checkpoint-store.ts'
import { BUSY_TIMEOUT_MS, openDatabase, type OpenDatabaseOptions } from './open-database.ts'
import { removeImportFolders } from './import-folders.ts'
import { Owner } from './owners.ts'
import { findFolderDamage } from './row-schemas.ts'
import { RunStore } from './run-store.ts'
import { isDiskFull, isReadOnly } from './store-errors.ts'
import { StoreLog } from './store-log.ts'
import { SweepStore } from './sweep-store.ts'
import { sql, Statements } from './statements.ts'
import { Thinner } from './thinner.ts'

/** NULL where the recipe cannot be read. */
const dataSetOfRecipe = raw`iif(json_valid(recipe), json_extract(recipe, '$.data.dataSet'), NULL)`

/** Pages that are given back at once, of 4 KiB each. */
const VACUUMED_PAGES = 200

export interface StoreOptions extends OpenDatabaseOptions {
  /** Milliseconds for which a write may hold up its thread because of a lock; by default as at opening. */
  readonly lockTryMs?: number | undefined
}

/** The open store: runs, their epochs and weights, and the folders opened as data sets. */
export class Store {
  readonly path: string
  readonly runs: RunStore
  readonly checkpoints: CheckpointStore
  readonly thinner: Thinner
  readonly sweeps: SweepStore
  readonly log: StoreLog
  readonly #database: Database.Database
  readonly #statements: Statements
  readonly #owner: Owner

  /** @throws WorkbenchError `store`, see `openDatabase` */
  constructor(storePath: string, options: StoreOptions = {}) {
    this.path = storePath
    this.#database = openDatabase(storePath, options)
    this.#statements = new Statements(this.#database)
    this.#owner = new Owner(this.#statements, storePath)
    this.checkpoints = new CheckpointStore(this.#statements)
    this.thinner = new Thinner(this.#statements)
    this.runs = new RunStore(this.#statements, this.#owner, this.checkpoints)
    this.sweeps = new SweepStore(this.#statements, this.#owner)
    this.log = new StoreLog(this.#database)
    try {
      this.#cleanUp()
      if (options.lockTryMs !== undefined) this.#database.pragma(`busy_timeout = ${options.lockTryMs}`)
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  /** Removes what programs left that have ended; on a full disk, or one that can only be read, that waits for a later start. */
  #cleanUp(): void {
    try {
      this.runs.releaseDead()
      if (this.#statements.first(sql.selectFrom('run_import').select('id')) === undefined) {
        removeImportFolders(this.path)
      }
      if (this.runs.purgeDeleted() > 0) while (this.#vacuumSome());
    } catch (error) {
      if (!isDiskFull(error) && !isReadOnly(error)) throw error
    }
  }

  /** Bytes of the store's file and of the log beside it. */
  get sizeBytes(): number {
    return [this.path, `${this.path}-wal`].reduce(
      (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
      0,
    )
  }

  listDataFolders(): string[] {
    const rows = this.#statements.all(
      sql.selectFrom('data_folder').selectAll().orderBy('added_at').orderBy('path'),
    )
    return rows.flatMap((row) => (findFolderDamage(row).length === 0 ? [row.path] : []))
  }

  /** The SHA-256 of the data that runs saw whose recipes name a data set so; hexadecimal. */
  listDataHashes(dataSet: string): string[] {
    const rows = this.#statements.all(
      sql
        .selectFrom('run')
        .select('data_sha256')
        .distinct()
        .where('data_sha256', 'is not', null)
        .where(dataSetOfRecipe, '=', dataSet),
    )
    return rows.flatMap((row) => row.data_sha256 ?? [])
  }

  /** The names of data sets in the recipes of all runs. */
  listDataNames(): string[] {
    const rows = this.#statements.all(sql.selectFrom('run').select(dataSetOfRecipe.as('name')).distinct())
    return rows.flatMap((row) => (typeof row.name === 'string' && row.name !== '' ? [row.name] : []))
  }

  /** Remembers a folder; one that is known already stays where it is. */
  addDataFolder(folder: string): void {
    this.#statements.change(
      sql
        .insertInto('data_folder')
        .values({ path: folder, added_at: new Date().toISOString() })
        .onConflict((conflict) => conflict.doNothing()),
    )
  }

  removeDataFolder(folder: string): void {
    this.#statements.change(sql.deleteFrom('data_folder').where('path', '=', folder))
  }

  /** This program's number in the store; it is registered on first use. @throws WorkbenchError `store` */
  get ownerId(): number {
    return this.#owner.id
  }

  /**
   * The connection, where no other can be opened beside it: on a full disk, which has no room for the memory that
   * connections share, and for a store that is in memory as its disk can only be read. Else null.
   */
  get onlyConnection(): Database.Database | null {
    const isExclusive = this.#database.pragma('locking_mode', { simple: true }) === 'exclusive'
    return isExclusive || this.#database.memory ? this.#database : null
  }

  /** Runs `work` on the tables in one transaction that holds the write lock from its start. @throws WorkbenchError `store` */
  transact<T>(work: (database: Database.Database) => T): T {
    return this.#statements.transact(() => work(this.#database))
  }

  /**
   * Gives the room of what was removed back to the disk, little by little, so that others can write in between and the
   * log stays short. Where that cannot be done now, as on a full disk, the room stays for what is written next.
   */
  async giveBackSpace(): Promise<void> {
    try {
      while (this.#vacuumSome()) {
        this.log.merge()
        await new Promise((resolve) => setImmediate(resolve))
        if (!this.#database.open) return
      }
    } catch (error) {
      if (!(error instanceof Database.SqliteError)) throw error
    }
  }

  /** Gives a little room back in a transaction of its own. @returns whether there is more */
  #vacuumSome(): boolean {
    const before = this.#freePages()
    if (before === 0) return false
    this.#database.pragma(`incremental_vacuum(${VACUUMED_PAGES})`)
    const left = this.#freePages()
    return left > 0 && left < before
  }

  #freePages(): number {
    return this.#database.pragma('freelist_count', { simple: true }) as number
  }

  /** A number that changes when another program wrote to the store. */
  get foreignVersion(): number {
    return this.#database.pragma('data_version', { simple: true }) as number
  }

  /** Signs off and closes; the last program to close it merges the log into the file. */
  close(): void {
    if (!this.#database.open) return
    try {
      // Nothing else is to be done any more that could be held up.
      this.#database.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
      this.#owner.release()
    } catch (error) {
      // A full disk takes no sign-off; others see from its process that this program has ended.
      if (!(error instanceof WorkbenchError) || error.code !== 'store') throw error
    } finally {
      this.log.close()
      this.#database.close()
    }
  }
}
