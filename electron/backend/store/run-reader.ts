import { sql as raw } from 'kysely'
import { type RunDetail, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { measuresOf } from './epoch-rows.ts'
import { summaryOf } from './run-rows.ts'
import type { RunRow } from './schema.ts'
import { sql, type Statements } from './statements.ts'

/** Reads runs and their epochs; each answer is one state of the store. */
export class RunReader {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** All runs that are not deleted, newest first. */
  list(): RunSummary[] {
    return this.#statements.read(() => {
      const rows = this.#statements.all(
        sql
          .selectFrom('run')
          .selectAll()
          .where('deleted_at', 'is', null)
          .orderBy('created_at', 'desc')
          .orderBy(raw`rowid`, 'desc'),
      )
      const marked = this.#statements.all(
        sql
          .selectFrom('run')
          // Written so, SQLite finds both by their key and reads no other epoch.
          .crossJoin('epoch')
          .selectAll('epoch')
          .where('run.deleted_at', 'is', null)
          .whereRef('epoch.run_id', '=', 'run.id')
          .where((eb) => eb('epoch.epoch', 'in', [eb.ref('run.best_epoch'), eb.ref('run.last_epoch')])),
      )
      const epochs = Map.groupBy(marked, (row) => row.run_id)
      return rows.map((row) => summaryOf(row, epochs.get(row.id) ?? []))
    })
  }

  /** A run and all its epochs. @throws WorkbenchError `not-found` */
  get(runId: string): RunDetail {
    return this.#statements.read(() => {
      const row = this.row(runId)
      const epochs = this.#statements.all(
        sql.selectFrom('epoch').selectAll().where('run_id', '=', runId).orderBy('epoch'),
      )
      return { ...summaryOf(row, epochs), epochs: epochs.map(measuresOf) }
    })
  }

  /** A run without its epochs. @throws WorkbenchError `not-found` */
  summarize(runId: string): RunSummary {
    return this.#statements.read(() => {
      const row = this.row(runId)
      const wanted = [row.best_epoch, row.last_epoch].filter((epoch) => epoch !== null)
      const epochs =
        wanted.length === 0
          ? []
          : this.#statements.all(
              sql.selectFrom('epoch').selectAll().where('run_id', '=', runId).where('epoch', 'in', wanted),
            )
      return summaryOf(row, epochs)
    })
  }

  /** @throws WorkbenchError `not-found` for a run that is not there or deleted */
  row(runId: string): RunRow {
    const row = this.#statements.first(
      sql.selectFrom('run').selectAll().where('id', '=', runId).where('deleted_at', 'is', null),
    )
    if (row === undefined) throw notFound(runId)
    return row
  }
}

/** The error for a run that the store does not have, or no longer. */
export function notFound(runId: string): WorkbenchError {
  return new WorkbenchError('not-found', `Run: expected one in the store, got '${runId}', which is not there`)
}
