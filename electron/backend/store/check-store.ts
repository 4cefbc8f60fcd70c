import Database from 'better-sqlite3'
import type { Recipe } from '#core/recipe/recipe.ts'
import { checkLayout } from './check-layout.ts'
import { findDamagedSweeps } from './check-sweeps.ts'
import { type CheckpointSizes, findWrongSize } from './checkpoint-sizes.ts'
import { fromLittleEndian, hashFloats } from './float-bytes.ts'
import { readRecipeText } from './recipe-text.ts'
import {
  describeDamage,
  findCheckpointDamage,
  findEpochDamage,
  findFolderDamage,
  findRunDamage,
  nameOf,
} from './row-schemas.ts'
import type { DataFolderTable, EpochRow, RunRow } from './schema.ts'

/** What a look through a whole store found. */
export interface StoreReport {
  /** The store's layout, see `Migration.version`. */
  readonly version: number
  readonly runs: number
  readonly epochs: number
  readonly checkpoints: number
  /** One sentence each; none where the store is intact. */
  readonly problems: readonly string[]
}

interface CheckpointFacts extends CheckpointSizes {
  steps: number
}

const BYTES = Float64Array.BYTES_PER_ELEMENT

/** The most problems of SQLite's own that are reported: a badly damaged file has one for each page. */
const MAX_INTEGRITY_PROBLEMS = 20

/**
 * Looks through a store: SQLite's own checks, then every row by the rules that readers hold it to, and whether every
 * run's epochs, lengths of weights and the SHA-256 of its newest weights are what its row and its recipe say. Works on
 * one state of the store and changes nothing.
 */
export function checkStore(database: Database.Database): StoreReport {
  const empty = { version: 0, runs: 0, epochs: 0, checkpoints: 0 }
  try {
    database.exec('BEGIN')
    const version = database.pragma('user_version', { simple: true }) as number
    const problems = [...checkIntegrity(database), ...checkLayout(database, version)]
    // Where SQLite itself stumbles, rows may be anything.
    if (problems.length > 0) return { ...empty, version, problems }
    const count = (table: string): number =>
      (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
    problems.push(
      ...checkRuns(database),
      ...findDamagedSweeps(database).map(({ id, name, problem }) => `Sweep '${name}' (${id}): ${problem}`),
      ...checkFolders(database),
    )
    return { version, runs: count('run'), epochs: count('epoch'), checkpoints: count('checkpoint'), problems }
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code.startsWith('SQLITE_BUSY')) throw error
    return { ...empty, problems: [`SQLite: ${error.message}`] }
  } finally {
    // Nothing was written. On a badly damaged store COMMIT fails, too.
    if (database.inTransaction) database.exec('ROLLBACK')
  }
}

function checkIntegrity(database: Database.Database): string[] {
  const told: string[] = []
  try {
    const query = database.prepare(`PRAGMA integrity_check(${MAX_INTEGRITY_PROBLEMS})`).pluck()
    for (const text of query.iterate()) if (text !== 'ok') told.push(`SQLite: ${oneLine(String(text))}`)
  } catch (error) {
    // Bad damage ends the check itself, after what it has found so far.
    told.push(`SQLite: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (told.length > 0) return told
  const orphans = database.pragma('foreign_key_check') as { table: string; parent: string }[]
  return [...Map.groupBy(orphans, ({ table, parent }) => `${table}\0${parent}`).values()].map(
    (group) => `${group.length} rows of '${group[0]!.table}' belong to no row of '${group[0]!.parent}'`,
  )
}

function checkRuns(database: Database.Database): string[] {
  const columns = database.pragma('table_info("run")') as { name: string }[]
  // What an import has not finished is hidden, and need not be whole.
  const condition = columns.some(({ name }) => name === 'is_staged') ? 'WHERE is_staged = 0' : ''
  // One after another: recipes and notes of all runs together may be more than memory takes.
  const ids = database.prepare(`SELECT id FROM run ${condition} ORDER BY created_at`).pluck().all()
  const findRun = database.prepare('SELECT * FROM run WHERE id = ?')
  return ids.flatMap((id) => {
    const run = findRun.get(id) as RunRow
    return checkRun(database, run).map((problem) => `Run '${nameOf(run)}' (${run.id}): ${problem}`)
  })
}

function checkRun(database: Database.Database, run: RunRow): string[] {
  const epochs = database.prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
  const problems = findRunDamage(run).map((damage) => describeDamage([damage]))
  const present: number[] = []
  for (const row of epochs.iterate(run.id) as IterableIterator<EpochRow>) {
    problems.push(...findEpochDamage(row).map((damage) => `epoch ${row.epoch}: ${describeDamage([damage])}`))
    const before = present.at(-1)
    if (before !== undefined && row.epoch > before + 1) {
      const missing = row.epoch - before - 1
      problems.push(
        missing === 1
          ? `epoch ${before + 1} is missing`
          : `epochs ${before + 1} to ${row.epoch - 1} are missing`,
      )
    }
    present.push(row.epoch)
  }
  problems.push(...checkMarks(run, present))
  const recipe = readRecipeText(run.recipe)
  // How many bytes weights have, the recipe alone says.
  if (recipe !== null) problems.push(...checkCheckpoints(database, run, recipe, present))
  return problems
}

function checkMarks(run: RunRow, epochs: readonly number[]): string[] {
  const problems: string[] = []
  const trained = epochs.filter((epoch) => epoch >= 0)
  if (trained.length !== run.epochs_done) {
    problems.push(`expected ${run.epochs_done} finished epochs, got ${trained.length}`)
  }
  const newest = epochs.at(-1) ?? null
  if (newest !== run.last_epoch) {
    problems.push(`expected ${tell(run.last_epoch)} as the newest epoch, got ${tell(newest)}`)
  }
  if (run.best_epoch !== null && !epochs.includes(run.best_epoch)) {
    problems.push(`the best epoch, ${run.best_epoch}, is not there`)
  }
  return problems
}

/** A run may keep the weights of only some epochs, but those of the newest must be there, as it resumes from them. */
function checkCheckpoints(
  database: Database.Database,
  run: RunRow,
  recipe: Recipe,
  epochs: readonly number[],
): string[] {
  const problems: string[] = []
  const checkpoints = database
    .prepare(
      `SELECT epoch, steps, length(parameters) AS parameter_bytes, length(optimizer_state) AS state_bytes
       FROM checkpoint WHERE run_id = ? ORDER BY epoch`,
    )
    .all(run.id) as CheckpointFacts[]
  const measured = new Set(epochs)
  const newest = checkpoints.at(-1)
  for (const facts of checkpoints) {
    const { epoch } = facts
    problems.push(
      ...findCheckpointDamage(facts).map(
        (damage) => `the weights of epoch ${epoch}: ${describeDamage([damage])}`,
      ),
    )
    const size = findWrongSize(facts, recipe, facts === newest)
    if (size !== null) problems.push(size)
    if (epoch >= 0 && !measured.has(epoch)) problems.push(`epoch ${epoch} has weights and no measures`)
  }
  if ((newest?.epoch ?? null) !== run.last_epoch && run.last_epoch !== null) {
    problems.push(`the weights of its newest epoch, ${run.last_epoch}, are not there`)
  }
  if (newest === undefined || newest.parameter_bytes % BYTES !== 0) return problems
  if (newest.epoch === run.last_epoch) {
    const read = database.prepare('SELECT parameters FROM checkpoint WHERE run_id = ? AND epoch = ?').pluck()
    const sha256 = hashFloats(fromLittleEndian(read.get(run.id, newest.epoch) as Buffer))
    if (sha256 !== run.weights_sha256) {
      problems.push(
        `the weights of epoch ${newest.epoch}: expected SHA-256 ${run.weights_sha256 ?? '(none)'}, got ${sha256}`,
      )
    }
  }
  return problems
}

function checkFolders(database: Database.Database): string[] {
  const rows = database.prepare('SELECT * FROM data_folder').all() as DataFolderTable[]
  return rows.flatMap((row) => {
    const damage = findFolderDamage(row)
    return damage.length === 0 ? [] : [`The folder '${row.path}' of a data set: ${describeDamage(damage)}`]
  })
}

function tell(epoch: number | null): string {
  return epoch === null ? 'none' : String(epoch)
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
