import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { MIGRATIONS, STORE_VERSION } from '#backend/store/migrations.ts'
import { Store } from '#backend/store/store.ts'
import { APPLICATION_ID, openDatabase, type OpenDatabaseOptions } from '#backend/store/open-database.ts'
import { makeFolder } from '../tiny-workbench.ts'

const storeIn = (folder: string): string => path.join(folder, 'workbench.sqlite')

function pragma(file: string, name: string): unknown {
  const database = new Database(file)
  try {
    return database.pragma(name, { simple: true })
  } finally {
    database.close()
  }
}

function refusal(storePath: string, options: OpenDatabaseOptions = {}): string {
  try {
    openDatabase(storePath, options).close()
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError)
    expect((error as WorkbenchError).code).toBe('store')
    const { message } = error as WorkbenchError
    expect(message.startsWith(`The store ${storePath} cannot be used: `)).toBe(true)
    return message.slice(`The store ${storePath} cannot be used: `.length)
  }
  throw new Error('expected a refusal')
}

describe('openDatabase', () => {
  it('makes the folder and a marked store of the present version, in WAL mode', () => {
    const file = path.join(makeFolder(), 'a', 'b', 'workbench.sqlite')
    const database = openDatabase(file)
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(database.pragma('synchronous', { simple: true })).toBe(2)
    expect(database.pragma('foreign_keys', { simple: true })).toBe(1)
    database.close()
    expect(pragma(file, 'user_version')).toBe(STORE_VERSION)
    expect(pragma(file, 'application_id')).toBe(APPLICATION_ID)
    openDatabase(file).close()
  })

  it('takes an empty file as a new store', () => {
    const file = storeIn(makeFolder())
    writeFileSync(file, '')
    openDatabase(file).close()
    expect(pragma(file, 'user_version')).toBe(STORE_VERSION)
  })

  it('numbers its migrations in rising tens', () => {
    MIGRATIONS.forEach(({ version }, k) => expect(version).toBe(10 * (k + 1)))
  })

  it('brings an older store to the newest version, each step once', () => {
    const file = storeIn(makeFolder())
    const first = { version: 10, sql: 'CREATE TABLE note (text TEXT) STRICT' }
    const second = { version: 20, sql: "INSERT INTO note VALUES ('from 20')" }
    openDatabase(file, { migrations: [first] }).close()
    openDatabase(file, { migrations: [first, second] }).close()
    const database = openDatabase(file, { migrations: [first, second] })
    expect(database.prepare('SELECT text FROM note').all()).toEqual([{ text: 'from 20' }])
    database.close()
    expect(pragma(file, 'user_version')).toBe(20)
  })

  it('writes into recipes from before the choice of an engine that they were trained in float64', () => {
    const file = storeIn(makeFolder())
    const older = openDatabase(file, { migrations: MIGRATIONS.filter(({ version }) => version <= 20) })
    const insert = older.prepare(
      "INSERT INTO run (id, name, status, recipe, created_at) VALUES (?, 'old', 'stopped', ?, '2026-01-01T00:00:00Z')",
    )
    const { engine, ...recipe } = { ...LECTURE_RECIPE, optimizer: { name: 'sgd', learningRate: 1e-10 } }
    expect(engine).toBeDefined()
    insert.run('without', JSON.stringify(recipe))
    insert.run('with', JSON.stringify({ ...recipe, engine: 'wasm' }))
    older.close()
    const store = new Store(file)
    const recipeOf = (id: string): unknown => store.runs.summarize(id).recipe
    expect([recipeOf('without'), recipeOf('with')]).toEqual([
      { ...recipe, engine: 'reference' },
      { ...recipe, engine: 'wasm' },
    ])
    store.close()
    // In the store itself: read with another default, they are still what they were.
    const database = openDatabase(file)
    const engines = database.prepare("SELECT id, recipe ->> '$.engine' AS engine FROM run ORDER BY id").all()
    database.close()
    expect(engines).toEqual([
      { id: 'with', engine: 'wasm' },
      { id: 'without', engine: 'reference' },
    ])
  })

  it('takes the lowest validation loss as the best epoch where patience waits for it and its weights are there', () => {
    const file = storeIn(makeFolder())
    const older = openDatabase(file, { migrations: MIGRATIONS.filter(({ version }) => version <= 90) })
    const patience = (measure: string) => ({
      ...{ ...LECTURE_RECIPE, stopping: { ...LECTURE_RECIPE.stopping, patience: { measure, epochs: 9 } } },
    })
    const byLoss = JSON.stringify(patience('validation-loss'))
    const runs = {
      'by-loss': byLoss,
      'by-accuracy': JSON.stringify(patience('validation-accuracy')),
      without: JSON.stringify(LECTURE_RECIPE),
      damaged: byLoss.slice(0, -1),
      thinned: byLoss,
    }
    for (const [id, recipe] of Object.entries(runs)) {
      older
        .prepare(
          `INSERT INTO run (id, name, status, recipe, created_at, best_epoch, last_epoch, epochs_done)
           VALUES (?, ?, 'completed', ?, '2026-01-01T00:00:00Z', 2, 3, 4)`,
        )
        .run(id, id, recipe)
      for (const [epoch, loss] of [0.4, 0.3, 0.5, 0.3].entries()) {
        older
          .prepare(
            `INSERT INTO epoch (run_id, epoch, validation_loss, validation_accuracy, duration_ms) VALUES (?, ?, ?, ?, 1)`,
          )
          .run(id, epoch, loss, epoch === 2 ? 0.9 : 0.8)
        if (id === 'thinned' && epoch < 2) continue
        older
          .prepare('INSERT INTO checkpoint (run_id, epoch, steps, parameters) VALUES (?, ?, 1, ?)')
          .run(id, epoch, Buffer.alloc(8))
      }
    }
    older.close()
    const database = openDatabase(file)
    const best = database.prepare('SELECT id, best_epoch FROM run').raw().all() as [string, number][]
    database.close()
    expect(Object.fromEntries(best)).toEqual({
      ...{ 'by-loss': 1, 'by-accuracy': 2, without: 2, damaged: 2, thinned: 2 },
    })
  })

  it('leaves a store at its version, whole, when a migration fails half-way', () => {
    const file = storeIn(makeFolder())
    const first = { version: 10, sql: 'CREATE TABLE note (text TEXT) STRICT' }
    const broken = { version: 20, sql: "INSERT INTO note VALUES ('half'); INSERT INTO nowhere VALUES (1)" }
    openDatabase(file, { migrations: [first] }).close()
    expect(refusal(file, { migrations: [first, broken] })).toContain('no such table: nowhere')
    const database = openDatabase(file, { migrations: [first] })
    expect(database.prepare('SELECT count(*) AS n FROM note').get()).toEqual({ n: 0 })
    database.close()
    expect(pragma(file, 'user_version')).toBe(10)
  })

  it('refuses a store of a newer version and leaves every byte', () => {
    const file = storeIn(makeFolder())
    openDatabase(file, {
      migrations: [...MIGRATIONS, { version: 9990, sql: 'CREATE TABLE future (x) ' }],
    }).close()
    const before = readFileSync(file)
    expect(refusal(file)).toBe(
      `it is from a newer version of the workbench (expected layout ${STORE_VERSION} at most, got 9990); update the workbench or choose another store`,
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it("refuses another program's database and leaves every byte", () => {
    const file = storeIn(makeFolder())
    const other = new Database(file)
    other.exec('CREATE TABLE song (title TEXT)')
    other.close()
    const before = readFileSync(file)
    expect(refusal(file)).toBe('expected a store of this workbench, got a database of another program')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('refuses what is no database', () => {
    const folder = makeFolder()
    const file = storeIn(folder)
    writeFileSync(file, 'dear diary, '.repeat(500))
    expect(refusal(file)).toBe('expected a store of this workbench, got a file that is no database')
    expect(readFileSync(file, 'utf8').startsWith('dear diary')).toBe(true)
    expect(refusal(folder)).toBe('expected a file, got a folder')
  })

  it('refuses a damaged store', () => {
    const file = storeIn(makeFolder())
    openDatabase(file).close()
    const bytes = readFileSync(file)
    bytes.fill(0x5a, 100, 4096)
    writeFileSync(file, bytes)
    expect(refusal(file)).toBe('it is damaged')
  })

  it('refuses a folder that cannot be made', () => {
    const folder = makeFolder()
    writeFileSync(path.join(folder, 'file'), '')
    expect(refusal(path.join(folder, 'file', 'workbench.sqlite'))).toContain('expected a folder, got a file')
  })

  it('tells that another program keeps the store locked', () => {
    const file = storeIn(makeFolder())
    openDatabase(file).close()
    const other = new Database(file)
    other.pragma('locking_mode = EXCLUSIVE')
    other.exec('BEGIN EXCLUSIVE')
    try {
      expect(refusal(file, { busyTimeoutMs: 20 })).toBe('another program keeps it locked')
    } finally {
      other.close()
    }
  })

  it('refuses a store or a folder that this account may not write', () => {
    const folder = makeFolder()
    const file = storeIn(folder)
    openDatabase(file).close()
    chmodSync(file, 0o444)
    const locked = path.join(folder, 'locked')
    mkdirSync(locked)
    chmodSync(locked, 0o555)
    chmodSync(folder, 0o755)
    const reported = [file, path.join(locked, 'new.sqlite')].map((store) => refusalOfPlainAccount(store))
    expect(reported[0]).toContain('this account may not write it')
    expect(reported[1]).toContain('its folder takes no new files (this account may not write it)')
  })
})

/** The error that an account without administrator rights gets, as an administrator may write everything. */
function refusalOfPlainAccount(storePath: string): string {
  if (process.getuid?.() !== 0) return refusal(storePath)
  const moduleUrl = new URL('../../../../electron/backend/store/open-database.ts', import.meta.url).href
  const script = `
    const { openDatabase } = await import(${JSON.stringify(moduleUrl)})
    process.setgid(65534)
    process.setuid(65534)
    try { openDatabase(${JSON.stringify(storePath)}); console.log('opened') }
    catch (error) { console.log(error.code + ': ' + error.message) }`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
  })
  expect(stdout).toContain('store: ')
  return stdout
}
