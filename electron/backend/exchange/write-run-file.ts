import { COPIED_WHILE_ACTIVE } from './copied-while-active.ts'
import { ACTIVE_STATUSES } from '#core/runs/run-status.ts'
import path from 'node:path'
import Database from 'better-sqlite3'
import { type ExportedWeights, WorkbenchError } from '#contract/types.ts'
import { fileError } from '#files/file-errors.ts'
import { requireRoom } from '#files/free-room.ts'
import { openDatabase, openReadOnly } from '../store/open-database.ts'
import { describeStoreError } from '../store/store-errors.ts'
import { writeOnce } from './write-once.ts'
import { weightBytes } from './row-bytes.ts'
import { listRunColumns, prepareInsert, quoteColumns, type RunTableName } from './run-columns.ts'
import type { WorkControl } from './work-control.ts'

/** Of a file of runs that holds none: a page for each of its tables and indexes. */
const EMPTY_FILE_BYTES = 64 * 1024

/** Of an epoch's row without its layers: eight numbers of 8 bytes, and the run's id. */
const EPOCH_BYTES = 74

export interface WriteRunFileOptions {
  readonly weights: ExportedWeights
  readonly control: WorkControl
  /** A connection to the store, where no other can be opened; it stays open. */
  readonly source?: Database.Database | undefined
}

/**
 * Writes runs of a store as a file of runs: a small store of the same layout, in one file, which holds them alone. What
 * is written is one state of the store, whatever other programs write meanwhile.
 * @param file a name that is free
 * @throws WorkbenchError `not-found` where a run is not there, and `store`
 */
export function writeRunFile(
  storePath: string,
  runIds: readonly string[],
  file: string,
  { weights, control, source: only }: WriteRunFileOptions,
): void {
  const source = only ?? openReadOnly(storePath)
  try {
    requireRoom(file, path.dirname(file), leastBytes(source, runIds, weights))
    const target = openDatabase(file)
    try {
      // A single file without a log beside it, so that it can be moved, and opened from a read-only medium.
      target.pragma('journal_mode = DELETE')
      writeOnce(target)
      source.exec('BEGIN')
      target.exec('BEGIN')
      const distinct = [...new Set(runIds)]
      let bytes = 0
      let done = 0
      const copy = prepareCopy(source, target, weights, (row) => {
        control.throwIfCancelled()
        bytes += weightBytes(row)
        control.report('writing', done / distinct.length, bytes)
      })
      for (const runId of distinct) {
        copy(runId)
        done++
      }
      control.report('writing', 1, bytes)
      target.exec('COMMIT')
    } finally {
      target.close()
    }
  } catch (error) {
    throw describeFailure(error, storePath, file)
  } finally {
    if (only === undefined) source.close()
    else if (source.inTransaction) source.exec('ROLLBACK')
  }
}

/** Bytes that a file of runs has at least: its tables, the numbers of each epoch, and the weights that go into it. */
function leastBytes(source: Database.Database, runIds: readonly string[], weights: ExportedWeights): number {
  const sumEpochs = source
    .prepare(
      `SELECT coalesce(sum(${EPOCH_BYTES} + coalesce(length(layers), 0)), 0) FROM epoch WHERE run_id = ?`,
    )
    .pluck()
  const sumWeights = source
    .prepare(
      `SELECT coalesce(sum(length(parameters) + coalesce(length(optimizer_state), 0)), 0)
         FROM checkpoint WHERE run_id = ?${onlyKept(weights)}`,
    )
    .pluck()
  return [...new Set(runIds)].reduce(
    (bytes, runId) => bytes + (sumEpochs.get(runId) as number) + (sumWeights.get(runId) as number),
    EMPTY_FILE_BYTES,
  )
}

/** Which checkpoints go into a file, as a further condition. */
function onlyKept(weights: ExportedWeights): string {
  return weights === 'all'
    ? ''
    : // Epoch −1 holds what a training started from, without which it cannot be repeated.
      ` AND (epoch = -1 OR epoch IN (SELECT best_epoch FROM run WHERE id = run_id
                                     UNION SELECT last_epoch FROM run WHERE id = run_id))`
}

function prepareCopy(
  source: Database.Database,
  target: Database.Database,
  weights: ExportedWeights,
  onRow: (row: readonly unknown[]) => void,
): (runId: string) => void {
  const copyRun = copier(source, target, 'run', 'id = ? AND deleted_at IS NULL', onRow)
  const copyEpochs = copier(source, target, 'epoch', 'run_id = ?', onRow)
  const copyCheckpoints = copier(source, target, 'checkpoint', `run_id = ?${onlyKept(weights)}`, onRow)
  // A run that trains goes on here; in the file it counts as interrupted, and can be resumed.
  const release = target.prepare(
    `UPDATE run SET status = 'interrupted', reason = ?
     WHERE id = ? AND status IN (${ACTIVE_STATUSES.map((status) => `'${status}'`).join(', ')})`,
  )
  // As after thinning out: only the weights of the best and the newest epoch.
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
    release.run(COPIED_WHILE_ACTIVE, runId)
    if (weights !== 'all') thin.run(runId)
  }
}

/** Copies the rows of a table that fit a condition. @returns how many they were */
function copier(
  source: Database.Database,
  target: Database.Database,
  table: RunTableName,
  condition: string,
  onRow: (row: readonly unknown[]) => void,
): (runId: string) => number {
  const names = listRunColumns(target, table)
  const read = source.prepare(`SELECT ${quoteColumns(names)} FROM "${table}" WHERE ${condition}`).raw()
  const write = prepareInsert(target, table, names)
  return (runId) => {
    let count = 0
    for (const row of read.iterate(runId) as IterableIterator<unknown[]>) {
      onRow(row)
      write.run(...row)
      count++
    }
    return count
  }
}

/** What cannot be written is the new file's fault; all else is told of the store. */
function describeFailure(error: unknown, storePath: string, file: string): unknown {
  const cause = error instanceof WorkbenchError ? error.cause : error
  const code = cause instanceof Database.SqliteError ? cause.code : ''
  if (code.startsWith('SQLITE_FULL')) return fileError('ENOSPC', file)
  if (/^SQLITE_IOERR_(WRITE|FSYNC|TRUNCATE)/.test(code)) return fileError('EIO', file)
  return describeStoreError(error, storePath)
}
