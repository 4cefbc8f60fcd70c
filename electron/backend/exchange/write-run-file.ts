import { setImmediate } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { type ExportedWeights, WorkbenchError } from '#contract/types.ts'
import { openDatabase, openReadOnly } from '../store/open-database.ts'
import { ACTIVE_STATUSES } from '../store/run-store.ts'
import { describeStoreError } from '../store/store-errors.ts'
import { writeOnce } from './write-once.ts'
import { listRunColumns, prepareInsert, quoteColumns, type RunTableName } from './run-columns.ts'

export interface WriteRunFileOptions {
  readonly weights: ExportedWeights
  /** Hears how many runs are written. */
  readonly onRun?: ((done: number) => void) | undefined
}

/**
 * Writes runs of a store as a file of runs: a small store of the same layout, in one file, which holds them alone. What
 * is written is one state of the store, whatever other programs write meanwhile.
 * @param file a name that is free
 * @throws WorkbenchError `not-found` where a run is not there, and `store`
 */
export async function writeRunFile(
  storePath: string,
  runIds: readonly string[],
  file: string,
  { weights, onRun }: WriteRunFileOptions,
): Promise<void> {
  const source = openReadOnly(storePath)
  try {
    const target = openDatabase(file)
    try {
      // One file alone, which can be moved and opened from a medium that cannot be written.
      target.pragma('journal_mode = DELETE')
      writeOnce(target)
      source.exec('BEGIN')
      target.exec('BEGIN')
      const copy = prepareCopy(source, target, weights)
      for (const [k, runId] of [...new Set(runIds)].entries()) {
        copy(runId)
        onRun?.(k + 1)
        await setImmediate()
      }
      target.exec('COMMIT')
    } finally {
      target.close()
    }
  } catch (error) {
    throw describeStoreError(error, storePath)
  } finally {
    source.close()
  }
}

function prepareCopy(
  source: Database.Database,
  target: Database.Database,
  weights: ExportedWeights,
): (runId: string) => void {
  const copyRun = copier(source, target, 'run', 'id = ? AND deleted_at IS NULL')
  const copyEpochs = copier(source, target, 'epoch', 'run_id = ?')
  const kept =
    weights === 'all'
      ? ''
      : // Epoch −1 holds what a training started from, without which it cannot be repeated.
        ` AND (epoch = -1 OR epoch IN (SELECT best_epoch FROM run WHERE id = run_id
                                       UNION SELECT last_epoch FROM run WHERE id = run_id))`
  const copyCheckpoints = copier(source, target, 'checkpoint', `run_id = ?${kept}`)
  // A run that trains goes on here; there, it can be resumed from what is in the file.
  const release = target.prepare(
    `UPDATE run SET status = 'interrupted', reason = NULL
     WHERE id = ? AND status IN (${ACTIVE_STATUSES.map((status) => `'${status}'`).join(', ')})`,
  )
  // As if it had been thinned out: best and newest.
  const thin = target.prepare('UPDATE run SET keep_every = NULL WHERE id = ?')
  return (runId) => {
    if (copyRun(runId) === 0) {
      throw new WorkbenchError(
        'not-found',
        `Run: expected one in the store, got '${runId}', which is not there`,
      )
    }
    copyEpochs(runId)
    copyCheckpoints(runId)
    release.run(runId)
    if (weights !== 'all') thin.run(runId)
  }
}

/** Copies the rows of a table that fit a condition. @returns how many they were */
function copier(
  source: Database.Database,
  target: Database.Database,
  table: RunTableName,
  condition: string,
): (runId: string) => number {
  const names = listRunColumns(target, table)
  const read = source.prepare(`SELECT ${quoteColumns(names)} FROM "${table}" WHERE ${condition}`).raw()
  const write = prepareInsert(target, table, names)
  return (runId) => {
    let count = 0
    for (const row of read.iterate(runId)) {
      write.run(...(row as unknown[]))
      count++
    }
    return count
  }
}
