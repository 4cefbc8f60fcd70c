import { statSync } from 'node:fs'
import type Database from 'better-sqlite3'
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { StoreSchema } from './schema.ts'
import { fileOf } from './open-in-memory.ts'
import { describeStoreError, storeError } from './store-errors.ts'

/** Writes typed queries; it never runs one. */
export const sql = new Kysely<StoreSchema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new SqliteIntrospector(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** Prepared statements kept for reuse, at most. */
const CACHE_LIMIT = 100

/** Runs Kysely's queries on better-sqlite3, synchronously; every error names the store. */
export class Statements {
  readonly #database: Database.Database
  readonly #cache = new Map<string, Database.Statement>()
  readonly #file: string | undefined

  constructor(database: Database.Database) {
    this.#database = database
    this.#file = identify(fileOf(database))
  }

  /** All rows. @throws WorkbenchError `store` */
  all<Row>(query: Compilable<Row>): Row[] {
    return this.#run(query, (statement, parameters) => statement.all(...parameters) as Row[])
  }

  /** The first row, or undefined. @throws WorkbenchError `store` */
  first<Row>(query: Compilable<Row>): Row | undefined {
    return this.#run(query, (statement, parameters) => statement.get(...parameters) as Row | undefined)
  }

  /** Runs a change. @returns the number of rows that it changed @throws WorkbenchError `store` */
  change(query: Compilable): { changes: number; lastInsertRowid: number } {
    return this.#run(query, (statement, parameters) => {
      const { changes, lastInsertRowid } = statement.run(...parameters)
      return { changes, lastInsertRowid: Number(lastInsertRowid) }
    })
  }

  /** Runs `work` in one transaction that holds the write lock from its start. @throws WorkbenchError `store` */
  transact<T>(work: () => T): T {
    if (this.#database.inTransaction) return work()
    this.#requireFile()
    try {
      return this.#database.transaction(work).immediate()
    } catch (error) {
      throw describeStoreError(error, fileOf(this.#database))
    }
  }

  /** Runs `work` on one state of the store, whatever other programs write meanwhile. @throws WorkbenchError `store` */
  read<T>(work: () => T): T {
    if (this.#database.inTransaction) return work()
    try {
      return this.#database.transaction(work).deferred()
    } catch (error) {
      throw describeStoreError(error, fileOf(this.#database))
    }
  }

  /**
   * SQLite goes on writing into a file that was deleted or moved, and all of it would be lost.
   * @throws WorkbenchError `store` where the store's name stands for another file than was opened, or for none
   */
  #requireFile(): void {
    const name = fileOf(this.#database)
    if (identify(name) === this.#file) return
    throw storeError(name, 'its file was deleted, moved or replaced while it was open')
  }

  #run<T>(query: Compilable, execute: (statement: Database.Statement, parameters: unknown[]) => T): T {
    const { sql: text, parameters } = query.compile()
    try {
      return execute(this.#prepare(text), [...parameters])
    } catch (error) {
      throw describeStoreError(error, fileOf(this.#database))
    }
  }

  #prepare(text: string): Database.Statement {
    let statement = this.#cache.get(text)
    if (statement === undefined) {
      if (this.#cache.size >= CACHE_LIMIT) this.#cache.clear()
      statement = this.#database.prepare(text)
      this.#cache.set(text, statement)
    }
    return statement
  }
}

/** What stays the same of a file as long as it is the same; undefined where there is none. */
function identify(file: string): string | undefined {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
  return stats === undefined ? undefined : `${stats.dev}:${stats.ino}`
}
