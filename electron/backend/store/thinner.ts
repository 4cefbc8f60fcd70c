import { sql as raw } from 'kysely'
import type { KeepEvery, KeptEpochs, Thinning } from '#contract/types.ts'
import { sql, type Statements } from './statements.ts'

/** Removes weights of a run's epochs, but never those it resumes from, its best, or another run's first. */
export class Thinner {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** Of which epochs the weights of runs are there; a run that is not there has none. */
  listKept(runIds: readonly string[]): KeptEpochs[] {
    return this.#statements.read(() =>
      runIds.map((runId) => {
        const rows = this.#statements.all(
          sql
            .selectFrom('checkpoint')
            .select(['epoch', checkpointBytes.as('bytes')])
            .where('run_id', '=', runId)
            .orderBy('epoch'),
        )
        return { runId, epochs: rows.map((row) => row.epoch), bytes: sum(rows.map((row) => row.bytes)) }
      }),
    )
  }

  /** What `thin` would do. */
  plan(runIds: readonly string[], keepEvery: KeepEvery): Thinning {
    return this.#statements.read(() => {
      const before = this.listKept(runIds)
      const going = runIds.flatMap((runId) =>
        this.#statements.all(selectSpare(runId, keepEvery).select(checkpointBytes.as('bytes'))),
      )
      return {
        checkpoints: sum(before.map((run) => run.epochs.length)),
        bytes: sum(before.map((run) => run.bytes)),
        removed: going.length,
        freedBytes: sum(going.map((row) => row.bytes)),
      }
    })
  }

  /** Thins runs out, all or none; a run that trains goes on so. @returns what was done */
  thin(runIds: readonly string[], keepEvery: KeepEvery): Thinning {
    return this.#statements.transact(() => {
      const done = this.plan(runIds, keepEvery)
      for (const runId of runIds) {
        this.#statements.change(sql.updateTable('run').set({ keep_every: keepEvery }).where('id', '=', runId))
        if (keepEvery !== 1) this.#remove(runId, selectSpare(runId, keepEvery))
      }
      return done
    })
  }

  /**
   * Removes what a run need not keep any longer once an epoch is added; part of that transaction.
   * @param epochs what was the newest and the best before it: no others can have become spare
   */
  removeSpareOf(runId: string, keepEvery: KeepEvery, epochs: readonly (number | null)[]): void {
    const former = epochs.filter((epoch) => epoch !== null)
    if (keepEvery === 1 || former.length === 0) return
    this.#remove(runId, selectSpare(runId, keepEvery).where('epoch', 'in', former))
  }

  #remove(runId: string, spare: ReturnType<typeof selectSpare>): void {
    this.#statements.change(
      sql.deleteFrom('checkpoint').where('run_id', '=', runId).where('epoch', 'in', spare.select('epoch')),
    )
  }
}

/** Without reading the numbers themselves. */
const checkpointBytes = raw<number>`length(parameters) + coalesce(length(optimizer_state), 0)`

/** The checkpoints of a run that may go. */
function selectSpare(runId: string, keepEvery: KeepEvery) {
  const spare = sql
    .selectFrom('checkpoint')
    .where('run_id', '=', runId)
    // Weights that it started from may be the only copy of a file's, or of a run that is gone.
    .where('epoch', '>=', 0)
    .where(raw<boolean>`epoch < (SELECT max(epoch) FROM checkpoint WHERE run_id = ${runId})`)
    .where(raw<boolean>`epoch IS NOT (SELECT best_epoch FROM run WHERE id = ${runId})`)
    .where(
      raw<boolean>`epoch NOT IN (SELECT parent_epoch FROM run WHERE parent_id = ${runId} AND parent_epoch IS NOT NULL)`,
    )
  return keepEvery === null ? spare : spare.where(raw<boolean>`(epoch + 1) % ${keepEvery} <> 0`)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
