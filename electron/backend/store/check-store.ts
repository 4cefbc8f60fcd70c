import Database from 'better-sqlite3'
import { parameterLayout } from '#core/network/parameters.ts'
import { OPTIMIZERS } from '#core/optimizers/optimizers.ts'
import { type Recipe, recipeSchema } from '#core/recipe/recipe.ts'
import { findUnreadableSweeps } from './check-sweeps.ts'
import { fromLittleEndian, hashFloats } from './float-bytes.ts'

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

interface RunFacts {
  id: string
  name: string
  recipe: string
  epochs_done: number
  best_epoch: number | null
  last_epoch: number | null
  weights_sha256: string | null
}

interface CheckpointFacts {
  epoch: number
  parameter_bytes: number
  state_bytes: number | null
}

const BYTES = Float64Array.BYTES_PER_ELEMENT

/** The most problems of SQLite's own that are reported: a badly damaged file has one for each page. */
const MAX_INTEGRITY_PROBLEMS = 20

/**
 * Looks through a store: SQLite's own checks, then whether every run's epochs, lengths of weights and the SHA-256 of
 * its newest weights are what its row and its recipe say. Works on one state of the store and changes nothing.
 */
export function checkStore(database: Database.Database): StoreReport {
  const empty = { version: 0, runs: 0, epochs: 0, checkpoints: 0 }
  try {
    database.exec('BEGIN')
    const version = database.pragma('user_version', { simple: true }) as number
    const problems = checkIntegrity(database)
    // Where SQLite itself stumbles, rows may be anything.
    if (problems.length > 0) return { ...empty, version, problems }
    const count = (table: string): number =>
      (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n
    problems.push(...checkRuns(database), ...findUnreadableSweeps(database).map(({ problem }) => problem))
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
  const runs = database
    .prepare(
      `SELECT id, name, recipe, epochs_done, best_epoch, last_epoch, weights_sha256 FROM run ${condition}
       ORDER BY created_at`,
    )
    .all() as RunFacts[]
  const findEpochs = database.prepare('SELECT epoch FROM epoch WHERE run_id = ? ORDER BY epoch').pluck()
  const findCheckpoints = database.prepare(
    `SELECT epoch, length(parameters) AS parameter_bytes, length(optimizer_state) AS state_bytes
     FROM checkpoint WHERE run_id = ? ORDER BY epoch`,
  )
  const findWeights = database
    .prepare('SELECT parameters FROM checkpoint WHERE run_id = ? AND epoch = ?')
    .pluck()
  return runs.flatMap((run) => {
    const checkpoints = findCheckpoints.all(run.id) as CheckpointFacts[]
    const epochs = findEpochs.all(run.id) as number[]
    const found = [...checkMarks(run, epochs), ...checkCheckpoints(run, epochs, checkpoints)]
    const newest = checkpoints.at(-1)
    if (newest === undefined || newest.parameter_bytes % BYTES !== 0) return found.map(withRun(run))
    if (newest.epoch === run.last_epoch) {
      const sha256 = hashFloats(fromLittleEndian(findWeights.get(run.id, newest.epoch) as Buffer))
      if (sha256 !== run.weights_sha256) {
        found.push(
          `the weights of epoch ${newest.epoch}: expected SHA-256 ${run.weights_sha256 ?? '(none)'}, got ${sha256}`,
        )
      }
    }
    return found.map(withRun(run))
  })
}

function withRun({ name, id }: RunFacts): (problem: string) => string {
  return (problem) => `Run '${name}' (${id}): ${problem}`
}

function checkMarks(run: RunFacts, epochs: readonly number[]): string[] {
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
  run: RunFacts,
  epochs: readonly number[],
  checkpoints: readonly CheckpointFacts[],
): string[] {
  const recipe = readRecipe(run.recipe)
  if (recipe === null) return ['its recipe cannot be read']
  const problems: string[] = []
  const { length, trainable } = parameterLayout(recipe)
  for (const { epoch, parameter_bytes: got } of checkpoints) {
    if (got !== length * BYTES) {
      problems.push(`the weights of epoch ${epoch}: expected ${length * BYTES} bytes, got ${got}`)
    }
    if (epoch >= 0 && !epochs.includes(epoch)) problems.push(`epoch ${epoch} has weights and no measures`)
  }
  const newest = checkpoints.at(-1)
  if ((newest?.epoch ?? null) !== run.last_epoch && run.last_epoch !== null) {
    problems.push(`the weights of its newest epoch, ${run.last_epoch}, are not there`)
  }
  const state = trainable * OPTIMIZERS[recipe.optimizer.name].slots * BYTES
  if (newest !== undefined && newest.epoch >= 0 && (newest.state_bytes ?? 0) !== state) {
    problems.push(
      `the optimizer's memory at epoch ${newest.epoch}: expected ${state} bytes, got ${newest.state_bytes ?? 0}`,
    )
  }
  return problems
}

function readRecipe(text: string): Recipe | null {
  try {
    return recipeSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}

function tell(epoch: number | null): string {
  return epoch === null ? 'none' : String(epoch)
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
