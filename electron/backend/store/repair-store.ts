import { existsSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import { flush } from '#files/flush.ts'
import { moveFileNow } from '#files/move-file.ts'
import { removeTemporary, temporaryPath } from '#files/temporary-files.ts'
import { writeFileNow } from '#files/write-file.ts'
import Database from 'better-sqlite3'
import { checkStore, type StoreReport } from './check-store.ts'
import { MIGRATIONS } from './migrations.ts'
import { WorkbenchError } from '#contract/types.ts'
import { openDatabase, openReadOnly } from './open-database.ts'
import { isOnReadOnlyDisk } from './open-in-memory.ts'
import { openReadableCopy } from './readable-copy.ts'
import { repairRuns } from './repair-runs.ts'
import { salvageRows } from './salvage-rows.ts'
import { SetAside } from './set-aside.ts'
import { describeStoreError, storeError } from './store-errors.ts'

/** What a repair did. */
export interface RepairReport {
  /** What was found before; where it has no problems, nothing was changed. */
  readonly before: StoreReport
  /** Where the damaged store was put; null where nothing was changed. */
  readonly damagedPath: string | null
  /** The file beside it with what was taken out of rows, as JSON lines; null where nothing was. */
  readonly asidePath: string | null
  /** What is in the store now. */
  readonly after: StoreReport
  /** What could not be kept, one sentence each. */
  readonly losses: readonly string[]
}

/** Tables that are made again by whoever opens the store. */
const PASSING_TABLES: readonly string[] = ['owner', 'run_import']

/**
 * Writes all that can be read of a damaged store into a new one of the same layout and puts it in the old one's place;
 * the damaged file stays beside it. An intact store is left as it is.
 * @throws WorkbenchError `store` for a store that is open elsewhere, or of which nothing can be read
 */
export function repairStore(named: string): RepairReport {
  if (isOnReadOnlyDisk(named))
    throw storeError(named, 'its disk can only be read; copy it to another one to repair it')
  const refusal = findRefusal(named)
  // Not a symbolic link is replaced, but the store that it leads to.
  const storePath = realpathSync(named)
  const [fresh, scratch] = [0, 1].map(() => temporaryPath(path.dirname(storePath))) as [string, string]
  let damaged: Database.Database | undefined
  try {
    const opened = openForRepair(storePath, { refusal, scratch })
    damaged = opened.database
    const { before } = opened
    if (before.problems.length === 0)
      return { before, after: before, damagedPath: null, asidePath: null, losses: [] }
    const aside = new SetAside()
    const { after, losses } = rebuild(damaged, fresh, { version: before.version, aside })
    flush(fresh)
    damaged.close()
    const damagedPath = nameDamaged(storePath)
    const asidePath = aside.isEmpty ? null : `${damagedPath}.jsonl`
    // Before the store is changed, so that no end of the program in between loses it.
    if (asidePath !== null) writeFileNow(asidePath, aside.text, { mayReplace: false })
    swap(storePath, fresh, damagedPath)
    return { before, after, losses, damagedPath, asidePath }
  } catch (error) {
    throw describeStoreError(error, storePath)
  } finally {
    damaged?.close()
    removeTemporary(fresh)
    removeTemporary(scratch)
  }
}

/**
 * Why SQLite cannot open a store as it is, in words; null where it can.
 * @throws WorkbenchError `store` for what no repair helps: a lock, a newer version, another program's file
 */
function findRefusal(storePath: string): string | null {
  try {
    openReadOnly(storePath).close()
    return null
  } catch (error) {
    const cause = error instanceof WorkbenchError ? error.cause : undefined
    if (cause instanceof Database.SqliteError && /^SQLITE_(CORRUPT|NOTADB|ERROR)/.test(cause.code)) {
      return `SQLite: ${cause.message}`
    }
    throw error
  }
}

/** Opens a damaged store, or a copy of it that SQLite can read. @param refusal why it cannot be opened as it is, or null */
function openForRepair(
  storePath: string,
  { refusal, scratch }: { readonly refusal: string | null; readonly scratch: string },
): { database: Database.Database; before: StoreReport } {
  let before: StoreReport = { version: 0, runs: 0, epochs: 0, checkpoints: 0, problems: [refusal ?? ''] }
  if (refusal === null) {
    const database = openAlone(storePath)
    before = checkStore(database)
    if (before.problems.length === 0 || isLayout(before.version)) return { database, before }
    database.close()
  }
  const { database, version } = openReadableCopy(storePath, scratch)
  return { database, before: { ...before, version } }
}

function isLayout(version: number): boolean {
  return MIGRATIONS.some((migration) => migration.version === version)
}

/** Opens a store that no other program has open, and keeps others out. */
function openAlone(storePath: string): Database.Database {
  const database = new Database(storePath, { fileMustExist: true, timeout: 500 })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.exec('BEGIN EXCLUSIVE; COMMIT')
    return database
  } catch (error) {
    database.close()
    throw describeStoreError(error, storePath)
  }
}

function rebuild(
  damaged: Database.Database,
  fresh: string,
  { version, aside }: { readonly version: number; readonly aside: SetAside },
): { after: StoreReport; losses: string[] } {
  const migrations = MIGRATIONS.filter((migration) => migration.version <= version)
  if (migrations.length === 0) throw storeError(damaged.name, 'nothing of it can be read')
  const target = openDatabase(fresh, { migrations })
  try {
    target.pragma('foreign_keys = OFF')
    const losses = target.transaction(() => {
      for (const table of listTables(target)) salvageRows(damaged, target, table, aside)
      return repairRuns(target, aside)
    })()
    const after = checkStore(target)
    if (after.problems.length > 0)
      throw storeError(damaged.name, `it cannot be repaired: ${after.problems[0]}`)
    return { after, losses }
  } finally {
    target.close()
  }
}

function listTables(database: Database.Database): string[] {
  const names = database
    .prepare("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    .pluck()
    .all() as string[]
  return names.filter((name) => !name.startsWith('sqlite_') && !PASSING_TABLES.includes(name))
}

/** Where a damaged store is kept. */
function nameDamaged(storePath: string): string {
  const { dir, name, ext } = path.parse(storePath)
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  for (let count = 1; ; count++) {
    const file = path.join(dir, `${name}.damaged-${time}${count === 1 ? '' : `-${count}`}${ext}`)
    if (!existsSync(file) && !existsSync(`${file}.jsonl`)) return file
  }
}

/** Puts the new file in the old one's place, and that where it is kept. */
function swap(storePath: string, fresh: string, damagedPath: string): void {
  moveFileNow(storePath, damagedPath)
  if (existsSync(`${storePath}-wal`)) moveFileNow(`${storePath}-wal`, `${damagedPath}-wal`)
  rmSync(`${storePath}-shm`, { force: true })
  moveFileNow(fresh, storePath)
}
