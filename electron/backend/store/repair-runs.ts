import { type RunReason, writeReason } from '#core/runs/reason.ts'
import { rankingAccuracy } from '#core/runs/measured-part.ts'
import { isActive } from '#core/runs/run-status.ts'
import type Database from 'better-sqlite3'
import { parameterLayout } from '#core/network/parameters.ts'
import { OPTIMIZERS } from '#core/optimizers/optimizers.ts'
import { recipeSchema, type Recipe } from '#core/recipe/recipe.ts'
import { findUnreadableSweeps, hasSweeps } from './check-sweeps.ts'
import { epochMetricsOf } from './epoch-rows.ts'
import { fromLittleEndian, hashFloats } from './float-bytes.ts'
import type { CheckpointRow, EpochRow, RunRow } from './schema.ts'

const BYTES = Float64Array.BYTES_PER_ELEMENT

/**
 * Brings each run of a salvaged store in line with what is left of it: it ends with the newest epoch whose weights are
 * whole, so that it can be resumed there. @returns what was lost, one sentence each
 */
export function repairRuns(database: Database.Database): string[] {
  const losses: string[] = []
  const orphans = ['epoch', 'checkpoint'].map((table) => {
    const query = `DELETE FROM ${table} WHERE run_id NOT IN (SELECT id FROM run)`
    return database.prepare(query).run().changes
  })
  if (orphans.some((count) => count > 0)) {
    losses.push(`${orphans[0]} epochs and ${orphans[1]} sets of weights whose run is lost`)
  }
  losses.push(...repairSweeps(database))
  for (const run of database.prepare('SELECT * FROM run').all() as RunRow[]) {
    losses.push(...repairRun(database, run).map((text) => `Run '${run.name}' (${run.id}): ${text}`))
  }
  return losses
}

/** Who held sweeps is not salvaged, and what cannot be read would keep the others from being listed. */
function repairSweeps(database: Database.Database): string[] {
  if (!hasSweeps(database)) return []
  database.exec('UPDATE sweep SET owner_id = NULL')
  const drop = database.prepare('DELETE FROM sweep WHERE id = ?')
  return findUnreadableSweeps(database).map(({ id, problem }) => {
    drop.run(id)
    return `${problem}; its runs are kept`
  })
}

function repairRun(database: Database.Database, run: RunRow): string[] {
  const recipe = readRecipe(run.recipe)
  if (recipe === null) {
    for (const [table, key] of [
      ['epoch', 'run_id'],
      ['checkpoint', 'run_id'],
      ['run', 'id'],
    ]) {
      database.prepare(`DELETE FROM ${table} WHERE ${key} = ?`).run(run.id)
    }
    return ['all of it, as its recipe cannot be read']
  }
  const losses = dropDamagedWeights(database, run, recipe)
  const newest = database
    .prepare('SELECT * FROM checkpoint WHERE run_id = ? ORDER BY epoch DESC LIMIT 1')
    .get(run.id) as CheckpointRow | undefined
  const cut = database
    .prepare('DELETE FROM epoch WHERE run_id = ? AND epoch > ?')
    .run(run.id, newest?.epoch ?? -2).changes
  if (cut > 0) losses.push(`the measures of ${cut} epochs after the newest whole weights`)
  if (newest !== undefined && repairOptimizerState(database, newest, recipe)) {
    losses.push("the optimizer's memory; a training that goes on starts it afresh")
  }
  mark(database, run, newest)
  return losses
}

/** Removes weights of a wrong length, without metrics, or, for the newest, with another SHA-256 than was noted. */
function dropDamagedWeights(database: Database.Database, run: RunRow, recipe: Recipe): string[] {
  const expected = parameterLayout(recipe).length * BYTES
  const drop = database.prepare('DELETE FROM checkpoint WHERE run_id = ? AND epoch = ?')
  const hasMeasures = database.prepare('SELECT 1 FROM epoch WHERE run_id = ? AND epoch = ?')
  const listed = database
    .prepare('SELECT epoch, length(parameters) AS bytes FROM checkpoint WHERE run_id = ?')
    .all(run.id) as { epoch: number; bytes: number }[]
  const read = database.prepare('SELECT parameters FROM checkpoint WHERE run_id = ? AND epoch = ?').pluck()
  const isWhole = ({ epoch, bytes }: (typeof listed)[number]): boolean => {
    if (bytes !== expected) return false
    if (epoch >= 0 && hasMeasures.get(run.id, epoch) === undefined) return false
    if (epoch !== run.last_epoch) return true
    return hashFloats(fromLittleEndian(read.get(run.id, epoch) as Buffer)) === run.weights_sha256
  }
  return listed
    .filter((checkpoint) => !isWhole(checkpoint))
    .map(({ epoch }) => {
      drop.run(run.id, epoch)
      return `the weights of epoch ${epoch}`
    })
}

/** @returns whether the optimizer's memory was lost and is zero now, as before the first step */
function repairOptimizerState(database: Database.Database, newest: CheckpointRow, recipe: Recipe): boolean {
  const { trainable } = parameterLayout(recipe)
  const expected = newest.epoch < 0 ? 0 : trainable * OPTIMIZERS[recipe.optimizer.name].slots * BYTES
  if ((newest.optimizer_state?.length ?? 0) === expected) return false
  database
    .prepare('UPDATE checkpoint SET optimizer_state = ? WHERE run_id = ? AND epoch = ?')
    .run(Buffer.alloc(expected), newest.run_id, newest.epoch)
  return expected > 0
}

function mark(database: Database.Database, run: RunRow, newest: CheckpointRow | undefined): void {
  const epochs = database
    .prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
    .all(run.id) as EpochRow[]
  const trained = epochs.filter(({ epoch }) => epoch >= 0)
  const last = epochs.at(-1)?.epoch ?? null
  const isShort = last !== run.last_epoch || trained.length !== run.epochs_done
  const interruption = findInterruption(run, isShort)
  database
    .prepare(
      `UPDATE run SET epochs_done = ?, last_epoch = ?, best_epoch = ?, weights_sha256 = ?, status = ?, reason = ?, owner_id = NULL,
       deleted_by = NULL WHERE id = ?`,
    )
    .run(
      trained.length,
      last,
      trained.some(({ epoch }) => epoch === run.best_epoch) ? run.best_epoch : findBest(trained),
      newest === undefined || last === null ? null : hashFloats(fromLittleEndian(newest.parameters)),
      interruption === null ? run.status : 'interrupted',
      interruption === null ? run.reason : writeReason(interruption),
      run.id,
    )
}

/** Why a run is interrupted by the repair; null where its status stays. */
function findInterruption(run: RunRow, isShort: boolean): RunReason | null {
  if (isActive(run)) return { code: 'program-ended' }
  return isShort && run.status !== 'imported' ? { code: 'weights-lost' } : null
}

/** The first of the epochs that are most often right; null where there are none. */
function findBest(epochs: readonly EpochRow[]): number | null {
  let best: { epoch: number; accuracy: number } | null = null
  for (const row of epochs) {
    const accuracy = rankingAccuracy(epochMetricsOf(row)) ?? -1
    if (best === null || accuracy > best.accuracy) best = { epoch: row.epoch, accuracy }
  }
  return best?.epoch ?? null
}

function readRecipe(text: string): Recipe | null {
  try {
    return recipeSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
