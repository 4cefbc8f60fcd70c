import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { fileErrorCode, reasonOfFileError } from '#files/file-errors.ts'
import { requireRoom } from '#files/free-room.ts'
import { fillFileNow } from '#files/write-file.ts'
import { fileOf } from './open-in-memory.ts'
import { describeStoreError, storeError } from './store-errors.ts'

/** How many of the backups that were made before changes of the layout stay. */
const KEPT_BACKUPS = 2

/** What a copy takes at least, which packs rows anew, of what the store holds. */
const LEAST_SHARE = 0.9

/** `workbench.backup-20261122T204502Z-layout-20.sqlite` */
const BACKUP_NAME = /^\.backup-\d{8}T\d{6}Z-layout-\d+$/

/**
 * Writes one state of an open store as a store of its own, whatever other programs write meanwhile. The file appears
 * whole, and after it has reached the disk.
 * @throws WorkbenchError `store` for a store that is damaged, a full disk, or a file that is there already
 */
export function writeBackup(database: Database.Database, file: string): void {
  try {
    const fill = (fresh: string): void => {
      requireRoom(file, path.dirname(fresh), LEAST_SHARE * usedBytes(database))
      vacuumInto(database, fresh)
    }
    fillFileNow(file, fill, {
      mayReplace: false,
      sweptFolder: path.dirname(fileOf(database)),
    })
  } catch (error) {
    throw describeFailure(error, fileOf(database), file)
  }
}

/** Bytes of the pages that hold something. */
function usedBytes(database: Database.Database): number {
  const read = (name: string): number => database.pragma(name, { simple: true }) as number
  return (read('page_count') - read('freelist_count')) * read('page_size')
}

/** Writes a copy, also through a connection that changes nothing itself. */
function vacuumInto(database: Database.Database, file: string): void {
  const isReadOnly = database.pragma('query_only', { simple: true }) === 1
  if (isReadOnly) database.pragma('query_only = OFF')
  try {
    database.prepare('VACUUM INTO ?').run(file)
  } finally {
    if (isReadOnly) database.pragma('query_only = ON')
  }
}

/**
 * Keeps a store as it is before its layout changes, beside it and named with its layout; the two newest such backups
 * stay. @returns the file; null where another program has changed the layout meanwhile
 * @throws WorkbenchError `store`: without a backup the layout must not change
 */
export function backUpBeforeMigration(database: Database.Database, version: number): string | null {
  const { dir, name, ext } = path.parse(fileOf(database))
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const file = path.join(dir, `${name}.backup-${time}-layout-${version}${ext}`)
  if (existsSync(file)) return file
  writeBackup(database, file)
  if ((database.pragma('user_version', { simple: true }) as number) !== version) {
    rmSync(file, { force: true })
    return null
  }
  for (const old of listBackups(fileOf(database)).slice(KEPT_BACKUPS)) rmSync(old, { force: true })
  return file
}

/** One line for a person on a backup that was made before a change of the layout. */
export function describeBackup(file: string): string {
  return `The store's layout is brought up to date; as it was, it is kept in ${file}`
}

/** The backups that were made before changes of a store's layout, newest first. */
export function listBackups(storePath: string): string[] {
  const { dir, name, ext } = path.parse(storePath)
  return (
    readdirSync(dir)
      .filter((file) => file.startsWith(name) && file.endsWith(ext))
      .filter((file) => BACKUP_NAME.test(file.slice(name.length, file.length - ext.length)))
      // In one second, by the layout's number.
      .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
      .map((file) => path.join(dir, file))
  )
}

/** A damaged store is the store's fault; what else goes wrong is that of the file to be written. */
function describeFailure(error: unknown, storePath: string, file: string): unknown {
  if (error instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|BUSY)/.test(error.code)) {
    return describeStoreError(error, storePath)
  }
  return storeError(storePath, `no backup can be written to ${file} (${reasonOf(error)})`, error)
}

function reasonOf(error: unknown): string {
  const code = fileErrorCode(error) ?? ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'its folder is not there'
  if (code.startsWith('SQLITE_FULL')) return 'the disk is full'
  if (code.startsWith('SQLITE_CANTOPEN')) return 'this account has no permission for it'
  if (code.startsWith('SQLITE_IOERR')) return 'the disk reports a fault'
  return reasonOfFileError(error)
}
