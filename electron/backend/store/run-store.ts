import { type RunReason, writeReason } from '#core/runs/reason.ts'
import { isBetterEpoch } from '#core/runs/best-epoch.ts'
import { ACTIVE_STATUSES, isActive } from '#core/runs/run-status.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { layerSizes } from '#core/network/parameters.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import {
  type KeepEvery,
  type RecordChanges,
  type RunDetail,
  type RunStatus,
  type RunSummary,
  type Thinning,
  WorkbenchError,
} from '#contract/types.ts'
import type { CheckpointStore } from './checkpoint-store.ts'
import { epochRowOf, epochMetricsOf } from './epoch-rows.ts'
import { hashFloats } from './float-bytes.ts'
import { type NewRun, runRowOf, unmeasuredEpochRow } from './new-run-rows.ts'
import { recordRowOf } from './record-rows.ts'
import type { Owner } from './owners.ts'
import { makeRunId } from './run-ids.ts'
import { notFound, RunReader } from './run-reader.ts'
import type { RunRow } from './schema.ts'
import { readRecipeText } from './recipe-text.ts'
import { sql, type Statements } from './statements.ts'
import { Thinner } from './thinner.ts'

/** Checkpoints that are removed for good in one transaction. */
const PURGED_AT_ONCE = 32

/** Runs and their epochs in the store's tables. Every change is one transaction. */
export class RunStore {
  readonly #statements: Statements
  readonly #owner: Owner
  readonly #checkpoints: CheckpointStore
  /** Lists and epochs as they cross to the window. */
  readonly reader: RunReader
  readonly #thinner: Thinner

  constructor(statements: Statements, owner: Owner, checkpoints: CheckpointStore) {
    this.#statements = statements
    this.#owner = owner
    this.#checkpoints = checkpoints
    this.reader = new RunReader(statements)
    this.#thinner = new Thinner(statements)
  }

  /** All runs that are not deleted, newest first. */
  list(): RunSummary[] {
    return this.reader.list()
  }

  /** A run and all its epochs. @throws WorkbenchError `not-found` */
  get(runId: string): RunDetail {
    return this.reader.get(runId)
  }

  /** A run without its epochs. @throws WorkbenchError `not-found` */
  summarize(runId: string): RunSummary {
    return this.reader.summarize(runId)
  }

  /** Adds a run; without a name it is called after its sizes, as in `784-30-10 #3`. @returns its id */
  create(run: NewRun): string {
    return this.#statements.transact(() => {
      const id = makeRunId()
      this.#statements.change(
        sql.insertInto('run').values(
          runRowOf(run, {
            id,
            name: run.name ?? this.#nextName(layerSizes(run.recipe).join('-')),
            ownerId: isActive(run) ? this.#owner.id : null,
          }),
        ),
      )
      if (run.parameters !== undefined) {
        const { parameters } = run
        const checkpoint = { epoch: -1, steps: 0, parameters, optimizerState: new Float64Array() }
        this.#checkpoints.add(id, checkpoint, null)
        if (run.status === 'imported') this.#insertImportedEpoch(id, run.parameters)
      }
      return id
    })
  }

  /**
   * Writes a finished epoch, its weights and the run's marks in one transaction.
   * @throws WorkbenchError `conflict` when another program took the run over meanwhile
   */
  addEpoch(runId: string, metrics: EpochMetrics, checkpoint: Checkpoint): void {
    this.#statements.transact(() => {
      const row = this.#ownRow(runId)
      this.#statements.change(sql.insertInto('epoch').values(epochRowOf(runId, metrics)))
      // A run that started from other weights has them as epoch −1.
      this.#checkpoints.add(runId, checkpoint, row.last_epoch ?? -1)
      this.#statements.change(
        sql
          .updateTable('run')
          .set({
            best_epoch: this.#isBest(row, metrics) ? metrics.epoch : row.best_epoch,
            last_epoch: metrics.epoch,
            epochs_done: row.epochs_done + 1,
            duration_ms: row.duration_ms + metrics.durationMs,
            weights_sha256: hashFloats(checkpoint.parameters),
          })
          .where('id', '=', runId),
      )
      this.#thinner.removeSpareOf(runId, row.keep_every, [row.last_epoch, row.best_epoch])
    })
  }

  /** Notes which data a training saw. */
  setDataSha256(runId: string, dataSha256: string): void {
    this.#update(runId, { data_sha256: dataSha256 })
  }

  rename(runId: string, name: string): void {
    this.#update(runId, { name })
  }

  /** Changes what a person keeps with runs, all or none. @throws WorkbenchError `not-found` or `invalid` */
  edit(runIds: readonly string[], changes: RecordChanges): void {
    this.#statements.transact(() => {
      for (const id of runIds) this.#update(id, recordRowOf(this.reader.row(id), changes))
    })
  }

  /** See `Thinner.thin`. @throws WorkbenchError `not-found` */
  thin(runIds: readonly string[], keepEvery: KeepEvery): Thinning {
    return this.#statements.transact(() => {
      for (const id of runIds) this.reader.row(id)
      return this.#thinner.thin(runIds, keepEvery)
    })
  }

  /** Changes the status of a run that this program holds; an ended run is let go. */
  setStatus(runId: string, status: RunStatus, reason: RunReason | null = null): void {
    this.#statements.transact(() => {
      this.#ownRow(runId)
      this.#update(runId, {
        status,
        reason: writeReason(reason),
        owner_id: isActive({ status }) ? this.#owner.id : null,
      })
    })
  }

  /**
   * Takes a run that no program holds.
   * @param from statuses it may have
   * @throws WorkbenchError `conflict` when it has another
   */
  claim(runId: string, from: readonly RunStatus[], refuse: (run: RunSummary) => string): void {
    this.#statements.transact(() => {
      this.releaseDead()
      const run = this.summarize(runId)
      if (!from.includes(run.status)) throw new WorkbenchError('conflict', refuse(run))
      this.#update(runId, { status: 'queued', reason: null, owner_id: this.#owner.id })
    })
  }

  /** Hides runs; unknown ones are passed over. @returns those that were hidden now */
  delete(runIds: readonly string[]): string[] {
    return this.#statements.transact(() => {
      const deleted = { deleted_at: new Date().toISOString(), deleted_by: this.#owner.id }
      return runIds.filter((id) => {
        const query = sql.updateTable('run').set(deleted).where('id', '=', id).where('deleted_at', 'is', null)
        return this.#statements.change(query).changes > 0
      })
    })
  }

  /** Shows hidden runs again. @throws WorkbenchError `not-found` where one is gone for good */
  restore(runIds: readonly string[]): void {
    this.#statements.transact(() => {
      for (const id of runIds) {
        const query = sql
          .updateTable('run')
          .set({ deleted_at: null, deleted_by: null })
          .where('id', '=', id)
          .where('is_staged', '=', 0)
        if (this.#statements.change(query).changes === 0) throw notFound(id)
      }
    })
  }

  /**
   * Removes for good what was deleted by programs that have ended, and what their imports left, in short transactions.
   * @returns how many runs
   */
  purgeDeleted(): number {
    const isHidden = sql
      .selectFrom('run')
      .select(['id', 'is_staged'])
      .where('deleted_at', 'is not', null)
      .where('deleted_by', 'is', null)
    const rows = this.#statements.all(isHidden)
    for (const { id, is_staged: isStaged } of rows) {
      // Rows that an import left may be many, so they go in steps; a deleted run may be restored meanwhile, so it goes
      // whole.
      if (isStaged !== 0) this.#removeWeights(id)
      const remove = sql.deleteFrom('run').where('id', '=', id).where('deleted_at', 'is not', null)
      this.#statements.change(remove.where('deleted_by', 'is', null))
    }
    return rows.length
  }

  #removeWeights(id: string): void {
    const some = sql.selectFrom('checkpoint').select('epoch').where('run_id', '=', id).limit(PURGED_AT_ONCE)
    const remove = sql.deleteFrom('checkpoint').where('run_id', '=', id).where('epoch', 'in', some)
    while (this.#statements.change(remove).changes > 0);
  }

  /** Marks the runs of programs that have died as interrupted. @returns their ids */
  releaseDead(): string[] {
    const dead = this.#owner.listDead()
    if (dead.length === 0) return []
    return this.#statements.transact(() => {
      const lost = this.#statements.all(
        sql
          .selectFrom('run')
          .select('id')
          .where('owner_id', 'in', dead)
          .where('status', 'in', ACTIVE_STATUSES),
      )
      this.#statements.change(
        sql
          .updateTable('run')
          .set({ status: 'interrupted', reason: writeReason({ code: 'program-ended' }) })
          .where('owner_id', 'in', dead)
          .where('status', 'in', ACTIVE_STATUSES),
      )
      this.#statements.change(sql.deleteFrom('owner').where('id', 'in', dead))
      return lost.map((row) => row.id)
    })
  }

  /** The row of a run that this program holds, deleted or not. */
  #ownRow(runId: string): RunRow {
    const row = this.#statements.first(sql.selectFrom('run').selectAll().where('id', '=', runId))
    if (row === undefined) throw notFound(runId)
    if (row.owner_id === null || row.owner_id !== this.#owner.registeredId) {
      throw new WorkbenchError('conflict', `Run '${row.name}' was taken over by another program`)
    }
    return row
  }

  #update(runId: string, values: Partial<RunRow>): void {
    const { changes } = this.#statements.change(sql.updateTable('run').set(values).where('id', '=', runId))
    if (changes === 0) throw notFound(runId)
  }

  #isBest(row: RunRow, metrics: EpochMetrics): boolean {
    if (row.best_epoch === null) return true
    const best = this.#statements.first(
      sql.selectFrom('epoch').selectAll().where('run_id', '=', row.id).where('epoch', '=', row.best_epoch),
    )
    const recipe = readRecipeText(row.recipe) ?? { stopping: { patience: null } }
    return isBetterEpoch(recipe, metrics, best === undefined ? null : epochMetricsOf(best))
  }

  /** An imported network shows its weights as epoch −1, which nothing was measured at. */
  #insertImportedEpoch(runId: string, parameters: Float64Array): void {
    this.#statements.change(sql.insertInto('epoch').values(unmeasuredEpochRow(runId)))
    this.#update(runId, { last_epoch: -1, weights_sha256: hashFloats(parameters) })
  }

  /** `784-30-10 #3` after `784-30-10 #2`, counting deleted runs too: a name is not given twice. */
  #nextName(prefix: string): string {
    const rows = this.#statements.all(
      sql.selectFrom('run').select('name').where('name', 'like', `${prefix} #%`),
    )
    const numbers = rows.map((row) => Number(row.name.slice(prefix.length + 2))).filter(Number.isSafeInteger)
    return `${prefix} #${Math.max(0, ...numbers) + 1}`
  }
}
