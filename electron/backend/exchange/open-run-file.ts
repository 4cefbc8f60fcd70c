import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { WorkbenchError } from '#contract/types.ts'
import { isFileError, reasonOfFileError } from '#files/file-errors.ts'
import { readBytes } from '#files/read-bytes.ts'
import { copyFileNow } from '#files/move-file.ts'
import { writeBackup } from '../store/backup.ts'
import { checkStore } from '../store/check-store.ts'
import { MIGRATIONS, STORE_VERSION } from '../store/migrations.ts'
import { APPLICATION_ID, openDatabase, openReadOnly } from '../store/open-database.ts'
import { describeStoreError } from '../store/store-errors.ts'
import { checkTextLengths } from './check-text-lengths.ts'
import { checkSeal } from './run-file-seal.ts'
import { writeOnce } from './write-once.ts'
import { countBytes, shownIn, weightBytes } from './row-bytes.ts'
import { listRunColumns, prepareInsert, quoteColumns, RUN_TABLES } from './run-columns.ts'
import type { WorkControl } from './work-control.ts'

export interface OpenRunFileOptions {
  /** An empty one, for copies; the caller removes it. */
  readonly folder: string
  /** What errors call the file. */
  readonly fileName: string
  readonly control: WorkControl
}

/**
 * Opens a file of runs, or a whole store, from elsewhere. It is trusted in nothing: its rows alone, read by their
 * columns, go into a store of this program's own making, which is brought to the present layout and looked through.
 * Triggers, views and whatever else the file may hold never run. Memory does not grow with the file: one row at a time
 * is read, and SQLite's caches have a fixed size.
 * @returns a checked store with the file's runs, to be closed by the caller, and whether the file's checksum held; null
 * for a store, which has none
 * @throws WorkbenchError `invalid` naming the file and what is wrong with it, `store` where there is no room for copies
 */
export function openRunFile(
  file: string,
  { folder, fileName: name, control }: OpenRunFileOptions,
): { readonly database: Database.Database; readonly hasChecksum: boolean | null } {
  const runs = path.join(folder, 'runs.sqlite')
  try {
    checkHead(file, name)
    control.report('reading', 0)
    const hasChecksum = isAlone(file) ? checkSeal(file, name, control) : null
    const source = openSource(file, folder)
    try {
      const version = checkLayout(source, name)
      copyRows(source, runs, { version, name, control })
    } finally {
      source.close()
    }
    control.report('checking', 0)
    const opened = openDatabase(runs)
    try {
      const { problems } = checkStore(opened)
      control.throwIfCancelled()
      if (problems.length > 0) throw refuse(name, problems[0]!)
      checkTextLengths(opened, name)
      return { database: opened, hasChecksum }
    } catch (error) {
      opened.close()
      throw error
    }
  } catch (error) {
    throw describeFailure(error, name, runs)
  }
}

/** The error for a file that cannot be read as runs. */
function refuse(name: string, problem: string): WorkbenchError {
  return new WorkbenchError('invalid', `${name}: ${problem}`)
}

/** First bytes of every SQLite file. */
const SQLITE_HEAD = 'SQLite format 3\0'

function checkHead(file: string, name: string): void {
  const { size } = statSync(file)
  const head = readBytes(file, 0, 16).subarray(0, size).toString('latin1')
  if (size === 0)
    throw refuse(name, 'expected a file of runs (.backprop) or a store (.sqlite), got an empty file')
  if (head !== SQLITE_HEAD && !(size < 16 && SQLITE_HEAD.startsWith(head))) {
    const got = head.trimStart().startsWith('{')
      ? 'JSON, which ‘import’ reads where it has weights'
      : 'something else'
    throw refuse(name, `expected a file of runs (.backprop) or a store (.sqlite), got ${got}`)
  }
}

/** Where an SQLite file says whether it is in WAL mode, of which a reader has to write beside the file. */
const WAL_OFFSET = 18

/** Whether all of a database is in the file itself, as of a file of runs; a store has a log beside it. */
function isAlone(file: string): boolean {
  return readBytes(file, WAL_OFFSET, 1)[0] !== 2 && !existsSync(`${file}-journal`)
}

/**
 * A file of runs is read where it is. A store is copied first: one that is open elsewhere, or whose program was killed,
 * has its newest rows in a log beside it, and what SQLite does about that must not change the file.
 */
function openSource(file: string, folder: string): Database.Database {
  const isReadInPlace = isAlone(file)
  const place = isReadInPlace ? file : copyStore(file, path.join(folder, 'copy.sqlite'))
  const database = new Database(place, { fileMustExist: true, readonly: isReadInPlace })
  database.pragma('trusted_schema = OFF')
  database.pragma('cell_size_check = ON')
  database.pragma('query_only = ON')
  // Nobody may change the file between the check and the reading.
  database.exec('BEGIN')
  return database
}

function copyStore(file: string, copy: string): string {
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    const live = openReadOnly(file)
    try {
      writeBackup(live, copy)
    } finally {
      live.close()
    }
  } else {
    copyFileNow(file, copy)
    if (existsSync(`${file}-journal`)) copyFileNow(`${file}-journal`, `${copy}-journal`)
  }
  return copy
}

/** @returns the layout's version */
function checkLayout(source: Database.Database, name: string): number {
  const version = source.pragma('user_version', { simple: true }) as number
  if (source.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
    throw refuse(name, 'it is a database of another program')
  }
  if (version > STORE_VERSION) {
    throw refuse(
      name,
      `it is from a newer version of the workbench (expected layout ${STORE_VERSION} at most, got ${version}); update the workbench`,
    )
  }
  if (!MIGRATIONS.some((migration) => migration.version === version)) {
    throw refuse(name, `its layout, ${version}, is none of the workbench's`)
  }
  const found = source.pragma('quick_check(1)', { simple: true })
  if (found !== 'ok') throw refuse(name, `it is damaged (${String(found)})`)
  return version
}

function copyRows(
  source: Database.Database,
  file: string,
  { version, name, control }: { version: number; name: string; control: WorkControl },
): void {
  const migrations = MIGRATIONS.filter((migration) => migration.version <= version)
  const target = openDatabase(file, { migrations })
  try {
    target.pragma('journal_mode = DELETE')
    writeOnce(target)
    target.exec('BEGIN')
    for (const table of RUN_TABLES) checkTable(source, table, listRunColumns(target, table), name)
    const total = countBytes(source)
    let done = 0
    for (const table of RUN_TABLES) {
      const names = listRunColumns(target, table)
      const insert = prepareInsert(target, table, names)
      const rows = source
        .prepare(`SELECT ${quoteColumns(names)} FROM "${table}" WHERE ${shownIn(table)}`)
        .raw()
      for (const row of rows.iterate() as IterableIterator<unknown[]>) {
        control.throwIfCancelled()
        insert.run(...row)
        done += weightBytes(row)
        control.report('reading', total === 0 ? 1 : done / total, done)
      }
    }
    target.exec('COMMIT')
  } finally {
    target.close()
  }
}

/** A table of that name may be a view, computed, or lack columns. */
function checkTable(source: Database.Database, table: string, names: readonly string[], file: string): void {
  const kind = source
    .prepare("SELECT type FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    .pluck()
    .get(table) as string | undefined
  const columns = source.pragma(`table_xinfo("${table}")`) as { name: string; hidden: number }[]
  const plain = new Set(columns.filter(({ hidden }) => hidden === 0).map((column) => column.name))
  const missing = names.find((name) => !plain.has(name))
  if (kind !== 'table')
    throw refuse(file, `expected a table '${table}', got ${kind === undefined ? 'none' : `a ${kind}`}`)
  if (missing !== undefined)
    throw refuse(file, `expected a column '${missing}' in its table '${table}', got none`)
}

/** What SQLite says of the file is the file's fault, but for a disk without room. */
function describeFailure(error: unknown, name: string, copy: string): unknown {
  if (isFileError(error)) {
    const { code } = error
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      return new WorkbenchError(
        'store',
        `${name} cannot be read: there is no room on the disk for a copy of it`,
      )
    }
    return refuse(name, code === 'ENOENT' ? 'there is no such file' : reasonOfFileError(error))
  }
  if (!(error instanceof Database.SqliteError)) return error
  // A page that the file should hold is behind its end.
  if (error.code === 'SQLITE_IOERR_SHORT_READ') return refuse(name, 'it is damaged: its end is missing')
  if (/^SQLITE_(FULL|IOERR|CANTOPEN)/.test(error.code)) return describeStoreError(error, copy)
  if (error.code.startsWith('SQLITE_CONSTRAINT'))
    return refuse(name, `it holds rows that are none of a run's (${error.message})`)
  return refuse(name, `it is damaged (${error.message})`)
}
