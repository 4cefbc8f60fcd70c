import { createHash } from 'node:crypto'
import { sql as raw } from 'kysely'
import { defaultEpoch } from '#core/runs/default-epoch.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import { type RunSummary, WorkbenchError } from '#contract/types.ts'
import { findWrongSize } from './checkpoint-sizes.ts'
import { damageError } from './damage.ts'
import { fromLittleEndian, toLittleEndian } from './float-bytes.ts'
import { readRecipeText } from './recipe-text.ts'
import { nameOf } from './row-schemas.ts'
import type { CheckpointRow } from './schema.ts'
import { sql, type Statements } from './statements.ts'

/** What of a run decides which of its checkpoints is meant, and what errors name. */
type RunOfCheckpoints = Pick<RunSummary, 'id' | 'name' | 'epochsDone' | 'best' | 'last' | 'recipe'>

/** The weights of runs after each epoch. */
export class CheckpointStore {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** The weights after an epoch, by default those of the default epoch. @throws WorkbenchError `not-found` */
  read(run: RunOfCheckpoints, epoch?: number): Checkpoint {
    const wanted = epoch ?? this.defaultEpoch(run)
    const checkpoint = this.find(run.id, wanted)
    if (checkpoint === null) throw this.#explainMissing(run, wanted)
    return checkpoint
  }

  /** The weights after an epoch, by default the newest, from which a training goes on; null where there are none. */
  find(runId: string, epoch?: number): Checkpoint | null {
    let query = sql.selectFrom('checkpoint').selectAll().where('run_id', '=', runId)
    if (epoch !== undefined) query = query.where('epoch', '=', epoch)
    const row = this.#statements.first(query.orderBy('epoch', 'desc').limit(1))
    if (row === undefined) return null
    this.#refuseDamaged(row)
    return {
      epoch: row.epoch,
      steps: row.steps,
      parameters: fromLittleEndian(row.parameters),
      optimizerState: fromLittleEndian(row.optimizer_state ?? Buffer.alloc(0)),
    }
  }

  /** Weights of another size than the run's recipe says would end a training in the middle. */
  #refuseDamaged({ run_id: id, epoch, parameters, optimizer_state: state }: CheckpointRow): void {
    const run = this.#statements.first(sql.selectFrom('run').selectAll().where('id', '=', id))
    const recipe = run === undefined ? null : readRecipeText(run.recipe)
    if (run === undefined || recipe === null) return
    const sizes = { epoch, parameter_bytes: parameters.length, state_bytes: state?.length ?? null }
    const problem = findWrongSize(sizes, recipe, epoch === run.last_epoch)
    if (problem !== null) throw damageError({ kind: 'run', id, name: nameOf(run), problem })
  }

  /**
   * The epoch that stands for a run where none is named, see `defaultEpoch`; before the first epoch, −1 where it started
   * from other weights than the initializer's. @throws WorkbenchError `not-found` where there are no weights yet
   */
  defaultEpoch(run: RunOfCheckpoints): number {
    const chosen = defaultEpoch(run)
    if (chosen !== null) return chosen.epoch
    const query = sql.selectFrom('checkpoint').select('epoch').where('run_id', '=', run.id)
    const row = this.#statements.first(query.orderBy('epoch', 'desc').limit(1))
    if (row === undefined) throw notFound(run, undefined)
    return row.epoch
  }

  /** The epochs of which weights are kept, in order; −1: those that the run started from. */
  keptEpochs(runId: string): number[] {
    const kept = sql.selectFrom('checkpoint').select('epoch').where('run_id', '=', runId).orderBy('epoch')
    return this.#statements.all(kept).map((row) => row.epoch)
  }

  /**
   * Where weights of a SHA-256 may lie, likeliest first: in runs that end in them or start from them, then in all epochs with as many
   * parameters. Runs that are deleted have none.
   * @param parameterCount of the network that is to start from them
   */
  listCandidates(sha256: string, parameterCount: number): { runId: string; epoch: number }[] {
    const isNamed = raw<boolean>`(run.weights_sha256 = ${sha256} AND checkpoint.epoch = run.last_epoch)
      OR (checkpoint.epoch = -1 AND instr(run.recipe, ${sha256}) > 0)`
    const query = sql
      .selectFrom('checkpoint')
      .innerJoin('run', 'run.id', 'checkpoint.run_id')
      .select(['checkpoint.run_id as runId', 'checkpoint.epoch as epoch'])
      .where('run.deleted_at', 'is', null)
      .where('run.is_staged', '=', 0)
      .where((where) =>
        where.or([
          where(raw`length(checkpoint.parameters)`, '=', parameterCount * Float64Array.BYTES_PER_ELEMENT),
          isNamed,
        ]),
      )
      .orderBy(isNamed, 'desc')
      .orderBy(raw`checkpoint.epoch = run.best_epoch`, 'desc')
      .orderBy('run.created_at', 'desc')
      .orderBy('checkpoint.epoch', 'desc')
    return this.#statements.all(query)
  }

  /** SHA-256 of the weights after an epoch, hexadecimal; null where they are not there any more. */
  hash(runId: string, epoch: number): string | null {
    const row = this.#statements.first(
      sql
        .selectFrom('checkpoint')
        .select('parameters')
        .where('run_id', '=', runId)
        .where('epoch', '=', epoch),
    )
    return row === undefined ? null : createHash('sha256').update(row.parameters).digest('hex')
  }

  #explainMissing(run: RunOfCheckpoints, epoch: number): WorkbenchError {
    const measured = sql.selectFrom('epoch').select('epoch').where('run_id', '=', run.id)
    if (this.#statements.first(measured.where('epoch', '=', epoch)) === undefined) return notFound(run, epoch)
    const epochs = this.keptEpochs(run.id)
    return new WorkbenchError(
      'not-found',
      `The weights of epoch ${epoch} of run '${run.name}' were thinned out; kept are those of ${listEpochs(epochs)}`,
    )
  }

  /**
   * Adds an epoch's weights. Only the newest epoch can be resumed from, so the one before loses its optimizer state.
   * @param before the newest epoch so far; null for none
   */
  add(runId: string, checkpoint: Checkpoint, before: number | null): void {
    if (before !== null) {
      this.#statements.change(
        sql
          .updateTable('checkpoint')
          .set({ optimizer_state: null })
          .where('run_id', '=', runId)
          .where('epoch', '=', before),
      )
    }
    this.#statements.change(
      sql.insertInto('checkpoint').values({
        run_id: runId,
        epoch: checkpoint.epoch,
        steps: checkpoint.steps,
        parameters: toLittleEndian(checkpoint.parameters),
        optimizer_state: toLittleEndian(checkpoint.optimizerState),
      }),
    )
  }
}

/** How many epochs an error names before it passes to the last. */
const NAMED_EPOCHS = 8

/** `epochs 0, 4, 9, … 29` */
function listEpochs(epochs: readonly number[]): string {
  if (epochs.length <= NAMED_EPOCHS + 1) return `epochs ${epochs.join(', ')}`
  return `epochs ${epochs.slice(0, NAMED_EPOCHS).join(', ')}, … ${epochs[epochs.length - 1]}`
}

function notFound({ name, epochsDone }: RunOfCheckpoints, epoch: number | undefined): WorkbenchError {
  return new WorkbenchError(
    'not-found',
    epoch === undefined
      ? `Run '${name}' has no weights yet: its first epoch is not finished`
      : `Epoch: expected a finished epoch of run '${name}' (${epochsDone} so far, counted from 0), got ${epoch}`,
  )
}
