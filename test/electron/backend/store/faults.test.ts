import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Random } from '#core/random/random.ts'
import { CheckpointStore } from '#backend/store/checkpoint-store.ts'
import { checkStore } from '#backend/store/check-store.ts'
import { openDatabase } from '#backend/store/open-database.ts'
import { Owner } from '#backend/store/owners.ts'
import { RunStore } from '#backend/store/run-store.ts'
import { Statements } from '#backend/store/statements.ts'
import { makeFolder } from '../tiny-workbench.ts'
import {
  addEpoch,
  addRun,
  findProblems,
  openStore,
  SMALL_RECIPE,
  smallCheckpoint,
  smallMetrics,
} from './filled-store.ts'

const storeIn = (folder: string): string => path.join(folder, 'workbench.sqlite')

describe('a full disk', () => {
  /** What a training and a person do to a store, one change after the other. */
  const changes: readonly ((runs: RunStore, ids: string[]) => void)[] = [
    (runs, ids) => void ids.push(runs.create({ status: 'queued', recipe: SMALL_RECIPE })),
    (runs, ids) => void ids.push(runs.create({ status: 'queued', recipe: SMALL_RECIPE })),
    ...Array.from(
      { length: 12 },
      (_, epoch) => (runs: RunStore, ids: string[]) =>
        runs.addEpoch(ids[0]!, smallMetrics(epoch), smallCheckpoint(epoch)),
    ),
    (runs, ids) => runs.rename(ids[0]!, 'x'.repeat(9000)),
    (runs, ids) => void runs.delete([ids[1]!]),
    (runs, ids) => runs.setStatus(ids[0]!, 'failed', { code: 'not-stored', message: 'y'.repeat(9000) }),
  ]

  it('refuses any change whole, whichever write it comes at, and lets it pass when there is room', () => {
    const refused = new Set<number>()
    for (let room = 0; room < 12; room++) {
      const file = storeIn(makeFolder())
      const database = openDatabase(file)
      onTestFinished(() => void database.close())
      const statements = new Statements(database)
      const runs = new RunStore(statements, new Owner(statements, file), new CheckpointStore(statements))
      const ids: string[] = []
      const pages = database.pragma('page_count', { simple: true }) as number
      database.pragma(`max_page_count = ${pages + room}`)
      changes.forEach((change, k) => {
        const before = runs.list().map(({ id }) => runs.get(id))
        try {
          change(runs, ids)
        } catch (error) {
          refused.add(k)
          expect(String(error)).toContain('the disk is full')
          expect(runs.list().map(({ id }) => runs.get(id))).toEqual(before)
          expect(checkStore(database).problems).toEqual([])
          database.pragma('max_page_count = 1000000')
          change(runs, ids)
          database.pragma(
            `max_page_count = ${(database.pragma('page_count', { simple: true }) as number) + room}`,
          )
        }
      })
      expect(runs.get(ids[0]!)).toMatchObject({ epochsDone: 12, status: 'failed' })
      expect(checkStore(database).problems).toEqual([])
      database.close()
    }
    // The writes that need room, each at least once; a deletion takes none.
    expect(refused.size).toBeGreaterThan(4)
  })
})

describe('a power cut', () => {
  it('takes no more than was cut off the log, and never damages the store', { timeout: 120_000 }, () => {
    const store = openStore(storeIn(makeFolder()))
    const wal = `${store.path}-wal`
    const id = addRun(store, 0)
    /** Bytes of the log after each epoch was reported as stored. */
    const stored: number[] = []
    for (let epoch = 0; epoch < 12; epoch++) {
      addEpoch(store, id, epoch)
      stored.push(statSync(wal).size)
    }
    const base = readFileSync(store.path)
    const log = readFileSync(wal)
    expect(stored.at(-1)).toBe(log.length)

    const random = new Random(5)
    const frames = Array.from({ length: Math.floor((log.length - 32) / 4120) }, (_, k) => 32 + 4120 * (k + 1))
    const lengths = new Set([
      ...Array.from({ length: 9 }, (_, k) => 4 * k),
      ...frames.flatMap((end) => [end - 1, end]),
      ...Array.from({ length: 60 }, () => random.integer(log.length)),
    ])
    const copy = storeIn(makeFolder())
    for (const length of lengths) {
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true })
      writeFileSync(copy, base)
      writeFileSync(`${copy}-wal`, log.subarray(0, length))
      const database = openDatabase(copy)
      try {
        expect(checkStore(database).problems, `${length} bytes`).toEqual([])
        const epochs = database.prepare('SELECT epoch FROM epoch ORDER BY epoch').pluck().all()
        const whole = stored.filter((end) => end <= length).length
        expect(epochs, `${length} bytes`).toEqual(Array.from({ length: whole }, (_, epoch) => epoch))
      } finally {
        database.close()
      }
    }
  })

  it('in a change that was made without the log is taken back at the next start', () => {
    const store = openStore(storeIn(makeFolder()))
    const id = addRun(store, 2)
    store.close()
    const writer = new Database(store.path)
    onTestFinished(() => void writer.close())
    writer.pragma('journal_mode = DELETE')
    writer.pragma('cache_size = 5')
    writer.exec("BEGIN; UPDATE run SET name = 'half'; UPDATE checkpoint SET parameters = zeroblob(50000)")
    const copy = storeIn(makeFolder())
    copyFileSync(store.path, copy)
    copyFileSync(`${store.path}-journal`, `${copy}-journal`)
    writer.exec('ROLLBACK')
    expect(readFileSync(copy).equals(readFileSync(store.path))).toBe(false)
    expect(openStore(copy).runs.get(id)).toMatchObject({ name: '12-10 #1', epochsDone: 2 })
    expect(findProblems(copy)).toEqual([])
  })

  it('leaves what was reported where the log holds garbage behind it', () => {
    const store = openStore(storeIn(makeFolder()))
    const id = addRun(store, 4)
    const reported = statSync(`${store.path}-wal`).size
    addEpoch(store, id, 4)
    const log = readFileSync(`${store.path}-wal`)
    const random = new Random(9)
    for (let k = reported; k < log.length; k++) log[k] = random.integer(256)
    const copy = storeIn(makeFolder())
    copyFileSync(store.path, copy)
    writeFileSync(`${copy}-wal`, log)
    const { runs } = openStore(copy)
    expect(runs.get(id).epochs).toEqual([0, 1, 2, 3].map(smallMetrics))
    expect(findProblems(copy)).toEqual([])
  })
})

describe('a store that others touch in mid-run', () => {
  it('tells that it is locked, and takes the epoch when it is free again', () => {
    const store = openStore(storeIn(makeFolder()), { busyTimeoutMs: 20 })
    const id = addRun(store, 2)
    const other = new Database(store.path)
    other.exec('BEGIN IMMEDIATE')
    expect(() => addEpoch(store, id, 2)).toThrow(
      `The store ${store.path} cannot be used: another program keeps it locked`,
    )
    // It can still be read.
    expect(store.runs.get(id).epochs).toHaveLength(2)
    other.exec('ROLLBACK')
    other.close()
    addEpoch(store, id, 2)
    expect(store.runs.get(id).epochs).toEqual([0, 1, 2].map(smallMetrics))
    expect(findProblems(store.path)).toEqual([])
  })

  it('tells that it can only be read, and keeps what it has', () => {
    const file = storeIn(makeFolder())
    const database = openDatabase(file)
    onTestFinished(() => void database.close())
    const statements = new Statements(database)
    const runs = new RunStore(statements, new Owner(statements, file), new CheckpointStore(statements))
    const id = runs.create({ status: 'queued', recipe: SMALL_RECIPE })
    runs.addEpoch(id, smallMetrics(0), smallCheckpoint(0))
    database.pragma('query_only = ON')
    expect(() => runs.addEpoch(id, smallMetrics(1), smallCheckpoint(1))).toThrow('it can only be read')
    expect(runs.get(id).epochs).toEqual([smallMetrics(0)])
    database.pragma('query_only = OFF')
    runs.addEpoch(id, smallMetrics(1), smallCheckpoint(1))
    expect(findProblems(file)).toEqual([])
  })

  it.skipIf(process.platform === 'win32')(
    'tells that its file is gone, and takes no epoch it would lose',
    () => {
      const store = openStore(storeIn(makeFolder()))
      const id = addRun(store, 2)
      const aside = `${store.path}.aside`
      renameSync(store.path, aside)
      expect(() => addEpoch(store, id, 2)).toThrow(
        'its file was deleted, moved or replaced while it was open',
      )
      writeFileSync(store.path, '')
      expect(() => addEpoch(store, id, 2)).toThrow(
        'its file was deleted, moved or replaced while it was open',
      )
      renameSync(aside, store.path)
      addEpoch(store, id, 2)
      expect(findProblems(store.path)).toEqual([])
    },
  )

  it('can be copied between two epochs, with its log, and the copy opens', () => {
    const store = openStore(storeIn(makeFolder()))
    const id = addRun(store, 0)
    for (let epoch = 0; epoch < 20; epoch++) {
      addEpoch(store, id, epoch)
      const copy = storeIn(makeFolder())
      copyFileSync(store.path, copy)
      if (existsSync(`${store.path}-wal`)) copyFileSync(`${store.path}-wal`, `${copy}-wal`)
      const other = openStore(copy)
      expect(other.runs.get(id).epochs).toHaveLength(epoch + 1)
      other.close()
      expect(findProblems(copy)).toEqual([])
    }
  })
})
