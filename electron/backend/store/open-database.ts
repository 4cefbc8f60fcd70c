import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { fileErrorCode, isFileError, reasonOfFileError } from '#files/file-errors.ts'
import { refuseIrregular } from '#files/read-file.ts'
import { backUpBeforeMigration } from './backup.ts'
import { type Migration, MIGRATIONS } from './migrations.ts'
import { isOnReadOnlyDisk, openInMemory } from './open-in-memory.ts'
import { describeStoreError, NO_DATABASE, storeError } from './store-errors.ts'

/** "BPWB": marks an SQLite file as a store of this program. */
export const APPLICATION_ID = 0x42505742

/** How long a statement waits for another program's write, in milliseconds. */
export const BUSY_TIMEOUT_MS = 5000

export interface OpenDatabaseOptions {
  /** Milliseconds to wait for a lock. */
  readonly busyTimeoutMs?: number | undefined
  readonly migrations?: readonly Migration[]
  /** Called with the backup that was made because the store's layout is about to change. */
  readonly onBackup?: ((file: string) => void) | undefined
}

/**
 * Opens the store's file, makes it where there is none, and brings it to the present version. An older store is kept
 * as it was in a backup beside it.
 *
 * WAL with `synchronous = FULL`: a commit has reached the disk when it returns, so what was reported as stored survives
 * a killed program and, as far as the disk keeps its word, a loss of power.
 * A store on a disk that can only be read is opened to read it, see `openInMemory`.
 * @throws WorkbenchError `store` for a folder that cannot be written, a file that is locked, read-only or no database,
 * and for a store of a newer version or of another program, both of which are left untouched.
 */
export function openDatabase(storePath: string, options: OpenDatabaseOptions = {}): Database.Database {
  const { busyTimeoutMs = BUSY_TIMEOUT_MS, migrations = MIGRATIONS } = options
  if (isOnReadOnlyDisk(storePath)) return openToRead(storePath, migrations)
  const isNew = checkFile(storePath)
  let database: Database.Database | undefined
  try {
    if (!isNew) checkVersion(storePath, migrations, busyTimeoutMs)
    database = openToWrite(storePath, busyTimeoutMs)
    if (isNew) database.pragma('auto_vacuum = INCREMENTAL')
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    if (!isNew) backUpOlder(database, options)
    migrate(database, storePath, migrations)
    return database
  } catch (error) {
    database?.close()
    throw describeStoreError(error, storePath)
  }
}

/** Opens a store whose disk can only be read; an older layout is brought to the present one in memory alone. */
function openToRead(storePath: string, migrations: readonly Migration[]): Database.Database {
  const database = openReadOnly(storePath, { migrations })
  try {
    database.pragma('query_only = OFF')
    migrate(database, storePath, migrations)
    database.pragma('query_only = ON')
    return database
  } catch (error) {
    database.close()
    throw describeStoreError(error, storePath)
  }
}

/** Fails as `openDatabase` would for what a file is, without changing it. @throws WorkbenchError `store` */
export function checkStoreFile(storePath: string, busyTimeoutMs = BUSY_TIMEOUT_MS): void {
  try {
    if (isOnReadOnlyDisk(storePath) || !checkFile(storePath))
      checkVersion(storePath, MIGRATIONS, busyTimeoutMs)
  } catch (error) {
    throw describeStoreError(error, storePath)
  }
}

/** Makes the folder, and refuses what cannot be a store before SQLite touches it. @returns whether it is new */
function checkFile(storePath: string): boolean {
  if (storePath.includes('\0')) throw storeError(storePath, 'a path cannot hold the character NUL')
  const folder = path.dirname(storePath)
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw storeError(storePath, `its folder cannot be made (${describeCode(error)})`, error)
  }
  if (!isThere(storePath)) {
    try {
      accessSync(folder, constants.W_OK)
    } catch (error) {
      throw storeError(storePath, `its folder takes no new files (${describeCode(error)})`, error)
    }
    return true
  }
  try {
    refuseIrregular(storePath, statSync(storePath))
    // Opening for writing also fails where the disk is read-only.
    const file = openSync(storePath, 'r+')
    try {
      const head = Buffer.alloc(16)
      const length = readSync(file, head, 0, 16, 0)
      if (length === 0) return true
      if (head.toString('latin1') !== 'SQLite format 3\0') throw storeError(storePath, NO_DATABASE)
      return false
    } finally {
      closeSync(file)
    }
  } catch (error) {
    if (isFileError(error)) {
      throw storeError(storePath, describeCode(error), error)
    }
    throw error
  }
}

/** @throws WorkbenchError `store` where it cannot be known */
function isThere(storePath: string): boolean {
  try {
    return statSync(storePath, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    throw storeError(storePath, describeCode(error), error)
  }
}

function describeCode(error: unknown): string {
  const code = fileErrorCode(error)
  if (code === 'EACCES' || code === 'EPERM') return 'this account may not write it'
  return code === 'EEXIST' ? 'expected a folder, got a file' : reasonOfFileError(error)
}

/** Looks through a read-only connection, so that a store which is refused keeps every byte. */
function checkVersion(storePath: string, migrations: readonly Migration[], timeout: number): void {
  openReadOnly(storePath, { migrations, busyTimeoutMs: timeout }).close()
}

/**
 * Opens a store of any layout to look at it, and changes nothing but what a killed program left half-written.
 * @throws WorkbenchError `store` for a file that is not there or no store, and for a store of a newer version
 */
export function openReadOnly(storePath: string, options: OpenDatabaseOptions = {}): Database.Database {
  const { busyTimeoutMs = BUSY_TIMEOUT_MS, migrations = MIGRATIONS } = options
  let database: Database.Database | undefined
  try {
    const stats = statSync(storePath, { throwIfNoEntry: false })
    if (stats !== undefined) refuseIrregular(storePath, stats)
    database = openForReading(storePath, busyTimeoutMs)
    const applicationId = database.pragma('application_id', { simple: true }) as number
    const version = database.pragma('user_version', { simple: true }) as number
    const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
      tables: number
    }
    if (applicationId !== APPLICATION_ID && (applicationId !== 0 || version !== 0 || tables > 0)) {
      throw storeError(storePath, 'expected a store of this workbench, got a database of another program')
    }
    refuseNewer(version, storePath, migrations)
    return database
  } catch (error) {
    database?.close()
    if (isFileError(error)) throw storeError(storePath, describeCode(error), error)
    throw describeStoreError(error, storePath)
  }
}

function openForReading(storePath: string, timeout: number): Database.Database {
  if (isOnReadOnlyDisk(storePath)) return openInMemory(storePath)
  rollBack(storePath, timeout)
  const database = new Database(storePath, { readonly: true, fileMustExist: true, timeout })
  if (!hasNoRoom(database)) return database
  database.close()
  const alone = openWithoutRoom(storePath, timeout)
  alone.pragma('query_only = ON')
  return alone
}

function openToWrite(storePath: string, timeout: number): Database.Database {
  const database = new Database(storePath, { timeout })
  if (!hasNoRoom(database)) return database
  database.close()
  return openWithoutRoom(storePath, timeout)
}

/** Whether a store cannot even be read as the disk has no room for the memory that its programs share beside it. */
function hasNoRoom(database: Database.Database): boolean {
  try {
    database.pragma('user_version')
    return false
  } catch (error) {
    return error instanceof Database.SqliteError && /^SQLITE_(FULL|IOERR_SHM)/.test(error.code)
  }
}

/** One program alone needs no shared memory: on a full disk runs can be read so, while no other program opens the store. */
function openWithoutRoom(storePath: string, timeout: number): Database.Database {
  const database = new Database(storePath, { fileMustExist: true, timeout })
  database.pragma('locking_mode = EXCLUSIVE')
  return database
}

/** What a program left half-written when it was killed while it made the store, SQLite takes back only as a writer. */
function rollBack(storePath: string, timeout: number): void {
  if (!existsSync(`${storePath}-journal`)) return
  const database = new Database(storePath, { fileMustExist: true, timeout })
  try {
    database.pragma('user_version')
  } finally {
    database.close()
  }
}

function refuseNewer(version: number, storePath: string, migrations: readonly Migration[]): void {
  const newest = migrations[migrations.length - 1]!.version
  if (version > newest) {
    throw storeError(
      storePath,
      `it is from a newer version of the workbench (expected layout ${newest} at most, got ${version}); update the workbench or choose another store`,
    )
  }
}

function backUpOlder(
  database: Database.Database,
  { migrations = MIGRATIONS, onBackup }: OpenDatabaseOptions,
): void {
  const version = database.pragma('user_version', { simple: true }) as number
  // A store of version 0 was never finished: it holds nothing.
  if (version === 0 || version >= migrations[migrations.length - 1]!.version) return
  const file = backUpBeforeMigration(database, version)
  if (file !== null) onBackup?.(file)
}

/**
 * Runs what is missing, each step in one transaction with its version; two programs may start at once. A new store is made
 * in one transaction, so that a program that is killed meanwhile leaves none that seems to be of an older layout.
 */
function migrate(database: Database.Database, storePath: string, migrations: readonly Migration[]): void {
  const versionOf = (): number => database.pragma('user_version', { simple: true }) as number
  const run = (migration: Migration): void => {
    if (versionOf() >= migration.version) return
    database.exec(migration.sql)
    migration.change?.(database)
    database.pragma(`application_id = ${APPLICATION_ID}`)
    database.pragma(`user_version = ${migration.version}`)
  }
  const steps = versionOf() === 0 ? [migrations] : migrations.map((migration) => [migration])
  for (const step of steps) {
    if (versionOf() >= step.at(-1)!.version) continue
    database.transaction(() => step.forEach(run)).exclusive()
  }
  refuseNewer(database.pragma('user_version', { simple: true }) as number, storePath, migrations)
}
