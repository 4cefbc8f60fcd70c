import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { copyFileNow } from '#files/move-file.ts'
import { patchFileNow, resizeFileNow } from '#files/patch-file.ts'
import { readBytes } from '#files/read-bytes.ts'
import { removeTemporary, temporaryPath } from '#files/temporary-files.ts'
import Database from 'better-sqlite3'
import { MIGRATIONS, STORE_VERSION } from './migrations.ts'
import { openDatabase } from './open-database.ts'
import { storeError } from './store-errors.ts'

const PAGE_BYTES = 4096

/** Where the head of an SQLite file has its number of pages and the layout's version, each in four bytes. */
const PAGE_COUNT_AT = 28
const VERSION_AT = 60

/** A copy of a store that SQLite opens, whatever of its rows is lost. */
export interface ReadableCopy {
  readonly database: Database.Database
  /** The layout's version. */
  readonly version: number
}

/**
 * Copies a store that SQLite refuses to open, since it was cut off or its first page, which lists the tables, is
 * damaged. All stores of a layout have the same first page but for sizes: tables are made in the same order, and in a
 * file that gives room back their first pages come before all others.
 * @param copy a free path @throws WorkbenchError `store` where nothing of it can be read
 */
export function openReadableCopy(storePath: string, copy: string): ReadableCopy {
  copyFileNow(storePath, copy)
  if (existsSync(`${storePath}-wal`)) copyFileNow(`${storePath}-wal`, `${copy}-wal`)
  const head = readBytes(copy, 0, 100)
  const noted = head.length < 100 ? 0 : Buffer.from(head).readUInt32BE(VERSION_AT)
  const version = MIGRATIONS.some((migration) => migration.version === noted) ? noted : STORE_VERSION
  for (const mend of [fillUp, transplantFirstPage]) {
    mend(copy, version)
    const database = new Database(copy)
    try {
      if (countRuns(database) > 0) return { database, version }
    } catch {
      // What is written next mends more.
    }
    database.close()
  }
  throw storeError(storePath, 'nothing of it can be read')
}

/** SQLite refuses a file that is shorter than its head says. */
function fillUp(copy: string): void {
  const size = statSync(copy).size
  const pages = Math.max(1, Math.ceil(size / PAGE_BYTES))
  const head = Buffer.from(readBytes(copy, 0, 100))
  const noted = head.length < 100 ? 0 : head.readUInt32BE(PAGE_COUNT_AT)
  // A damaged head may say anything; the whole file was hardly ten times as long.
  const wanted = noted > pages && noted < 10 * pages ? noted : pages
  resizeFileNow(copy, wanted * PAGE_BYTES)
}

function transplantFirstPage(copy: string, version: number): void {
  // The log would bring the damaged page back.
  for (const ending of ['-wal', '-shm', '-journal']) removeTemporary(`${copy}${ending}`)
  const reference = temporaryPath(path.dirname(copy))
  try {
    openDatabase(reference, {
      migrations: MIGRATIONS.filter((migration) => migration.version <= version),
    }).close()
    const page = Buffer.from(readBytes(reference, 0, PAGE_BYTES))
    page.writeUInt32BE(statSync(copy).size / PAGE_BYTES, PAGE_COUNT_AT)
    patchFileNow(copy, 0, page)
  } finally {
    removeTemporary(reference)
  }
}

/** Runs of which something can be read. */
function countRuns(database: Database.Database): number {
  const count = (direction: 'ASC' | 'DESC'): number => {
    let found = 0
    try {
      const rows = database.prepare(`SELECT recipe FROM run ORDER BY rowid ${direction}`).pluck().iterate()
      for (const recipe of rows) if (typeof recipe === 'string') found++
    } catch {
      // The damage begins here.
    }
    return found
  }
  // Fails where not even the list of the tables can be read.
  database.prepare('SELECT id, recipe FROM run LIMIT 0').all()
  return Math.max(count('ASC'), count('DESC'))
}
