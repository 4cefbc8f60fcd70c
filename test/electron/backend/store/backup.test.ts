import { existsSync, symlinkSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { listBackups, writeBackup } from '#backend/store/backup.ts'
import { MIGRATIONS } from '#backend/store/migrations.ts'
import { openDatabase, openReadOnly } from '#backend/store/open-database.ts'
import { makeFolder } from '../tiny-workbench.ts'
import { addEpoch, addRun, findProblems, openStore, smallCheckpoint, smallMetrics } from './filled-store.ts'

const LATER = MIGRATIONS.map(({ version }) => version).at(-1)!
const next = (step: number) => ({
  version: LATER + 10 * step,
  sql: `CREATE TABLE later_${step} (x TEXT) STRICT`,
})

describe('a backup before the layout changes', () => {
  it('is the store as it was, with all weights, and is reported', () => {
    const file = path.join(makeFolder(), 'workbench.sqlite')
    const older = openStore(file)
    const id = addRun(older, 3)
    older.close()
    const reported: string[] = []
    const onBackup = (backup: string): void => void reported.push(backup)
    openDatabase(file, { migrations: [...MIGRATIONS, next(1)], onBackup }).close()
    openDatabase(file, { migrations: [...MIGRATIONS, next(1)], onBackup }).close()
    expect(reported).toHaveLength(1)
    expect(path.basename(reported[0]!)).toMatch(
      new RegExp(`^workbench\\.backup-\\d{8}T\\d{6}Z-layout-${LATER}\\.sqlite$`),
    )
    expect(findProblems(reported[0]!)).toEqual([])
    // The former program opens it and goes on.
    const { runs, checkpoints } = openStore(reported[0]!)
    expect(runs.get(id).epochs).toEqual([0, 1, 2].map(smallMetrics))
    expect(checkpoints.find(id)).toEqual(smallCheckpoint(2))
  })

  it('stays for the two newest changes', () => {
    const file = path.join(makeFolder(), 'workbench.sqlite')
    openDatabase(file).close()
    for (const steps of [1, 2, 3]) {
      const migrations = [...MIGRATIONS, ...Array.from({ length: steps }, (_, k) => next(k + 1))]
      openDatabase(file, { migrations }).close()
    }
    const kept = listBackups(file).map((backup) => Number(/layout-(\d+)/.exec(backup)?.[1]))
    expect(kept).toEqual([LATER + 20, LATER + 10])
    expect(readdirSync(path.dirname(file)).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('is not made of a new store', () => {
    const file = path.join(makeFolder(), 'workbench.sqlite')
    openDatabase(file).close()
    expect(listBackups(file)).toEqual([])
  })

  it('must be there before the layout changes: else the store keeps every byte', () => {
    const file = path.join(makeFolder(), 'workbench.sqlite')
    openDatabase(file).close()
    const before = readFileSync(file)
    // Whatever second it is, the backup's place is a link that leads nowhere.
    const now = Date.now()
    for (let second = -1; second < 30; second++) {
      const time = new Date(now + 1000 * second).toISOString().replace(/[-:]|\.\d+/g, '')
      const name = `workbench.backup-${time}-layout-${LATER}.sqlite`
      symlinkSync(name, path.join(path.dirname(file), name))
    }
    expect(() => openDatabase(file, { migrations: [...MIGRATIONS, next(1)] })).toThrow(
      'no backup can be written',
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })
})

describe('writeBackup', () => {
  it('takes one state while another connection writes', () => {
    const folder = makeFolder()
    const store = openStore(path.join(folder, 'workbench.sqlite'))
    const id = addRun(store, 2)
    const database = openReadOnly(store.path)
    for (let copy = 0; copy < 5; copy++) {
      const file = path.join(folder, `copy-${copy}.sqlite`)
      writeBackup(database, file)
      addEpoch(store, id, 2 + copy)
      expect(findProblems(file)).toEqual([])
      expect(openStore(file).runs.summarize(id).epochsDone).toBe(2 + copy)
    }
    database.close()
  })

  it('replaces no file and leaves none behind when it fails', () => {
    const folder = makeFolder()
    const store = openStore(path.join(folder, 'workbench.sqlite'))
    const taken = path.join(folder, 'taken.sqlite')
    new Database(taken).exec('CREATE TABLE mine (x)').close()
    const before = readFileSync(taken)
    const database = openReadOnly(store.path)
    expect(() => writeBackup(database, taken)).toThrow(
      `no backup can be written to ${taken} (it is there already)`,
    )
    expect(readFileSync(taken).equals(before)).toBe(true)
    const nowhere = path.join(folder, 'nowhere', 'copy.sqlite')
    expect(() => writeBackup(database, nowhere)).toThrow(`no backup can be written to ${nowhere}`)
    expect(existsSync(nowhere)).toBe(false)
    database.close()
  })
})
