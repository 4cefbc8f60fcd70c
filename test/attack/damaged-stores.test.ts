import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { WorkbenchError } from '#contract/types.ts'
import { repairStore } from '#backend/store/repair-store.ts'
import { Store } from '#backend/store/store.ts'
import { Random } from '#core/random/random.ts'
import { addEpoch, findProblems, SMALL_RECIPE } from '../electron/backend/store/filled-store.ts'
import { SLOWNESS } from '../slowness.ts'
import { ATTACK_SEED, attackCount } from './attack-size.ts'
import { mutate } from './mutate.ts'

const COUNT = attackCount({ few: 200, all: 2000 })

const RUNS = 8
const EPOCHS = 6
const PAGE = 4096

/** A sound store with runs of a sweep, tags, layers and a folder, none of them held by a program. */
function makeBase(file: string): void {
  const store = new Store(file)
  const sweep = store.sweeps.create(
    {
      recipe: SMALL_RECIPE,
      variations: [{ path: 'seed', values: { kind: 'list', values: [1, 2, 3, 4, 5, 6, 7, 8] } }],
      search: { kind: 'grid' },
      ...{ halving: null, workers: null, keepEvery: 1 },
    },
    RUNS,
    'seeds',
  )
  for (let index = 0; index < RUNS; index++) {
    const recipe = { ...SMALL_RECIPE, seed: index + 1 }
    const id = store.runs.create({ status: 'queued', recipe, sweep: { id: sweep, name: 'seeds', index } })
    for (let epoch = 0; epoch < EPOCHS; epoch++) addEpoch(store, id, epoch)
    store.runs.edit([id], { addTags: ['kept', `tag ${index}`], notes: `Notes of run ${index}` })
    store.runs.setStatus(id, 'stopped')
  }
  store.sweeps.setStatus(sweep, 'completed')
  store.addDataFolder('/data/digits')
  store.close()
  // The same seed makes the same attempts only in the same bytes.
  withDatabase(file, (database) => {
    database.exec("UPDATE data_folder SET added_at = '2026-01-01T00:00:00.000Z'")
    database.exec("UPDATE sweep SET id = 'sweep', created_at = '2026-01-01T00:00:00.000Z'")
    const ids = database.prepare('SELECT id FROM run ORDER BY rowid').pluck().all() as string[]
    ids.forEach((id, index) => {
      const fixed = `run${index}`
      for (const table of ['epoch', 'checkpoint']) {
        database.prepare(`UPDATE ${table} SET run_id = ? WHERE run_id = ?`).run(fixed, id)
      }
      database
        .prepare("UPDATE run SET id = ?, sweep_id = 'sweep', created_at = ? WHERE id = ?")
        .run(fixed, `2026-01-01T00:0${index}:00.000Z`, id)
    })
    database.exec('DELETE FROM sqlite_sequence; VACUUM')
  })
}

/** A hash of all rows of each run; a run of which anything cannot be read is left out. */
function readRuns(file: string, ids: readonly string[]): Map<string, string> {
  const runs = new Map<string, string>()
  let database: Database.Database | undefined
  try {
    database = new Database(file, { readonly: true })
    for (const id of ids) {
      try {
        const rows = [
          database.prepare('SELECT * FROM run WHERE id = ?').all(id),
          database.prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch').all(id),
          database.prepare('SELECT * FROM checkpoint WHERE run_id = ? ORDER BY epoch').all(id),
        ]
        runs.set(id, createHash('sha256').update(JSON.stringify(rows)).digest('hex'))
      } catch {
        // Its pages are damaged.
      }
    }
  } catch {
    // No database any more.
  } finally {
    database?.close()
  }
  return runs
}

/** Everything that lists and calls read of a store. @throws where a reader refuses or fails */
function readAll(file: string): void {
  const store = new Store(file)
  try {
    const { reader } = store.runs
    const damaged = [...reader.listDamaged(), ...store.sweeps.listDamaged()]
    if (damaged.length > 0) throw new Error(damaged[0]!.problem)
    store.listDataNames()
    store.listDataFolders()
    store.sweeps.list()
    for (const { id } of store.runs.list()) {
      store.runs.get(id)
      if (reader.packEpochs([id]).damaged.length > 0) throw new Error('the epochs are damaged')
      for (const epoch of store.thinner.listKept([id])[0]!.epochs) store.checkpoints.find(id, epoch)
    }
  } finally {
    store.close()
  }
}

/** Lists answer whatever a row holds, as long as SQLite itself can read the file. */
function readLists(file: string): void {
  const store = new Store(file)
  try {
    store.runs.list()
    store.runs.reader.listPage({})
    store.runs.reader.listDamaged()
    store.sweeps.list()
    store.listDataNames()
    store.listDataFolders()
  } finally {
    store.close()
  }
}

type Attack = (file: string, random: Random) => void

const TABLES = ['run', 'run', 'epoch', 'epoch', 'checkpoint', 'sweep', 'data_folder'] as const

const pick = <T>(items: readonly T[], random: Random): T => items[random.integer(items.length)]!

function withDatabase(file: string, work: (database: Database.Database) => void): void {
  const database = new Database(file)
  try {
    database.pragma('foreign_keys = OFF')
    work(database)
  } finally {
    database.close()
  }
}

function spoilBytes(file: string, random: Random): void {
  const bytes = readFileSync(file)
  const count = 1 + random.integer(8)
  for (let k = 0; k < count; k++) bytes[random.integer(bytes.length)]! ^= 1 + random.integer(255)
  writeFileSync(file, bytes)
}

function zeroPage(file: string, random: Random): void {
  const bytes = readFileSync(file)
  // The first page holds the list of the tables.
  const page = 1 + random.integer(bytes.length / PAGE - 1)
  bytes.fill(0, page * PAGE, (page + 1) * PAGE)
  writeFileSync(file, bytes)
}

function cutFile(file: string, random: Random): void {
  truncateSync(file, PAGE + random.integer(readFileSync(file).length - PAGE))
}

function deleteRow(file: string, random: Random): void {
  const table = pick(TABLES, random)
  withDatabase(file, (database) => {
    const keys =
      table === 'epoch' || table === 'checkpoint' ? 'run_id, epoch' : table === 'data_folder' ? 'path' : 'id'
    database
      .prepare(`DELETE FROM ${table} WHERE (${keys}) IN (SELECT ${keys} FROM ${table} LIMIT 1 OFFSET ?)`)
      .run(random.integer(4))
  })
}

const VALUES = ['["a', '', '{', '{}', '[]', 'null', '-1', 0, -1, 1e15, 0.5, 1e300, null, 'x'.repeat(5000)]

function spoilColumn(file: string, random: Random): void {
  const table = pick(TABLES, random)
  withDatabase(file, (database) => {
    const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]
    const column = pick(
      columns.filter((name) => !['owner_id', 'deleted_by', 'deleted_at', 'is_staged'].includes(name)),
      random,
    )
    const rows = database.prepare(`SELECT * FROM ${table}`).all() as Record<string, unknown>[]
    const row = pick(rows, random)
    const before = row[column]
    const value =
      random.integer(2) === 0
        ? pick(VALUES, random)
        : typeof before === 'string'
          ? Buffer.from(mutate(Buffer.from(before), random)).toString('latin1')
          : Buffer.isBuffer(before)
            ? Buffer.from(mutate(before, random))
            : random.integer(1000)
    const keys = 'path' in row ? ['path'] : 'id' in row ? ['id'] : ['run_id', 'epoch']
    try {
      database
        .prepare(`UPDATE ${table} SET ${column} = ? WHERE ${keys.map((key) => `${key} = ?`).join(' AND ')}`)
        .run(value, ...keys.map((key) => row[key]))
    } catch {
      // The table's own rules refuse it.
    }
  })
}

const ATTACKS: readonly Attack[] = [
  spoilBytes,
  spoilBytes,
  zeroPage,
  cutFile,
  deleteRow,
  spoilColumn,
  spoilColumn,
]

it(
  `every store of ${COUNT} that were damaged opens after its repair, with all runs that were not`,
  { timeout: (60_000 + COUNT * 1000) * SLOWNESS },
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'backprop-attack-'))
    try {
      const base = path.join(folder, 'base.sqlite')
      makeBase(base)
      const original = new Database(base, { readonly: true })
      const ids = original.prepare('SELECT id FROM run').pluck().all() as string[]
      original.close()
      const sound = readRuns(base, ids)
      const outcome = { sound: 0, repaired: 0, refused: 0 }
      for (let k = 0; k < COUNT; k++) {
        const random = new Random(ATTACK_SEED, 'damaged-stores', k)
        const spoil = pick(ATTACKS, random)
        const at = `seed ${ATTACK_SEED}, attempt ${k}, ${spoil.name}`
        const home = mkdtempSync(path.join(folder, 'store-'))
        const file = path.join(home, 'workbench.sqlite')
        copyFileSync(base, file)
        spoil(file, random)
        try {
          outcome[attack(file, { ids, sound })]++
        } catch (error) {
          throw new Error(at, { cause: error })
        }
        rmSync(home, { recursive: true })
      }
      expect(outcome.repaired, JSON.stringify(outcome)).toBeGreaterThan(COUNT / 4)
      // The head of the file or the list of its tables alone cannot be made up for.
      expect(outcome.refused, JSON.stringify(outcome)).toBeLessThan(COUNT / 10)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

/** @returns how it came out */
function attack(
  file: string,
  { ids, sound }: { ids: readonly string[]; sound: ReadonlyMap<string, string> },
): 'sound' | 'repaired' | 'refused' {
  const undamaged = [...readRuns(file, ids)].filter(([id, rows]) => rows === sound.get(id))
  const before = readFileSync(file)
  let problems: readonly string[]
  try {
    problems = findProblems(file)
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError)
    problems = [(error as Error).message]
  }
  const copy = `${file}.copy`
  writeFileSync(copy, before)
  if (problems.length === 0) readAll(copy)
  else if (!problems.some((problem) => problem.startsWith('SQLite: ') || problem.startsWith('The store ')))
    readLists(copy)
  let damagedPath: string | null
  try {
    ;({ damagedPath } = repairStore(file))
  } catch (error) {
    expect(error).toBeInstanceOf(WorkbenchError)
    expect((error as WorkbenchError).code).toBe('store')
    // What cannot be repaired stays for others to look at.
    expect(readFileSync(file).equals(before)).toBe(true)
    return 'refused'
  }
  expect(findProblems(file)).toEqual([])
  const after = readRuns(file, ids)
  for (const [id, rows] of undamaged) expect(after.get(id), `run ${id}`).toBe(rows)
  readAll(file)
  return damagedPath === null ? 'sound' : 'repaired'
}
