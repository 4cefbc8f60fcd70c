import type { Checkpoint } from '#core/training/checkpoint.ts'
import { type RunSummary, WorkbenchError } from '#contract/types.ts'
import { fromLittleEndian, toLittleEndian } from './float-bytes.ts'
import { sql, type Statements } from './statements.ts'

/** What of a run its checkpoints' errors name. */
type NamedRun = Pick<RunSummary, 'id' | 'name' | 'epochsDone'>

/** The weights of runs after each epoch. */
export class CheckpointStore {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** The weights after an epoch, by default the last. @throws WorkbenchError `not-found` */
  read(run: NamedRun, epoch?: number): Checkpoint {
    const checkpoint = this.find(run.id, epoch)
    if (checkpoint === null) throw notFound(run, epoch)
    return checkpoint
  }

  /** As `read`, but null where there are no weights. */
  find(runId: string, epoch?: number): Checkpoint | null {
    let query = sql.selectFrom('checkpoint').selectAll().where('run_id', '=', runId)
    if (epoch !== undefined) query = query.where('epoch', '=', epoch)
    const row = this.#statements.first(query.orderBy('epoch', 'desc').limit(1))
    if (row === undefined) return null
    return {
      epoch: row.epoch,
      steps: row.steps,
      parameters: fromLittleEndian(row.parameters),
      optimizerState: fromLittleEndian(row.optimizer_state ?? Buffer.alloc(0)),
    }
  }

  /** The newest epoch with weights, without reading them. @throws WorkbenchError `not-found` */
  lastEpoch(run: NamedRun): number {
    const query = sql.selectFrom('checkpoint').select('epoch').where('run_id', '=', run.id)
    const row = this.#statements.first(query.orderBy('epoch', 'desc').limit(1))
    if (row === undefined) throw notFound(run, undefined)
    return row.epoch
  }

  /** Adds an epoch's weights. The optimizer state of earlier epochs goes: only the newest can be resumed from. */
  add(runId: string, checkpoint: Checkpoint): void {
    this.#statements.change(
      sql
        .updateTable('checkpoint')
        .set({ optimizer_state: null })
        .where('run_id', '=', runId)
        .where('optimizer_state', 'is not', null),
    )
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

function notFound({ name, epochsDone }: NamedRun, epoch: number | undefined): WorkbenchError {
  return new WorkbenchError(
    'not-found',
    epoch === undefined
      ? `Run '${name}' has no weights yet: its first epoch is not finished`
      : `Epoch: expected a finished epoch of run '${name}' (${epochsDone} so far, counted from 0), got ${epoch}`,
  )
}
