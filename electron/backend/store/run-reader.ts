import { sql as raw } from 'kysely'
import { type ListedRun, packEpochs } from '#contract/packed-runs.ts'
import {
  type DamagedEntry,
  type PackedEpochs,
  type RunDetail,
  type RunSummary,
  WorkbenchError,
} from '#contract/types.ts'
import { damageError, damagedRun } from './damage.ts'
import type { EpochMetrics, EpochSummary } from '#core/runs/epoch-metrics.ts'
import { epochSummaryOf, epochMetricsOf } from './epoch-rows.ts'
import { listedRunOf, type MarkRow, summaryOf } from './run-rows.ts'
import type { EpochRow, RunRow } from './schema.ts'
import { sql, type Statements } from './statements.ts'

/** A page of the list of runs: at most `count` of them, older than the run `before`, which may be deleted. */
export interface ListPage {
  readonly count?: number | undefined
  readonly before?: string | undefined
}

/** A page of the epochs of runs: at most `most` of all together, those of the first run after the epoch `after`. */
export interface EpochPage {
  readonly most?: number | undefined
  readonly after?: number | undefined
}

/** What the list needs of an epoch: all but its layers, which are larger than the rest. */
const MARK_COLUMNS = [
  'epoch.run_id',
  'epoch.epoch',
  'epoch.train_loss',
  'epoch.train_accuracy',
  'epoch.validation_loss',
  'epoch.validation_accuracy',
  'epoch.test_loss',
  'epoch.test_correct',
  'epoch.test_total',
  'epoch.duration_ms',
  'epoch.learning_rate',
] as const

/** What changes of a run: its recipe and its parent never do. */
const CHANGING_COLUMNS = [
  'status',
  'name',
  'reason',
  'sweep_name',
  'epochs_done',
  'last_epoch',
  'weights_sha256',
  'data_sha256',
  'notes',
  'tags',
  'colour',
  'keep_every',
  'is_starred',
  'is_archived',
] as const

/** A run as it stands, for noticing that it changed. */
export interface RunState {
  readonly id: string
  /** Its newest finished epoch, or −1 before the first. */
  readonly lastEpoch: number
  /** A text that differs once anything of the run has changed. */
  readonly stamp: string
}

/** What was read, and what of it is damaged and was left out. */
interface Readable<Item> {
  readonly sound: Item[]
  readonly damaged: DamagedEntry[]
}

/**
 * Reads runs and their epochs; each answer is one state of the store. Every row is judged on its own, so that a damaged
 * one is left out of lists, and refused where it is asked for.
 */
export class RunReader {
  readonly #statements: Statements

  constructor(statements: Statements) {
    this.#statements = statements
  }

  /** All runs that are neither deleted nor damaged, newest first. */
  list(): RunSummary[] {
    return this.#statements.read(() => this.#readList({}, summaryOf).sound)
  }

  /** Runs that are left out of the list as they are damaged, newest first. */
  listDamaged(): DamagedEntry[] {
    return this.#statements.read(() => this.#readList({}, () => null).damaged)
  }

  /** The list or a page of it, with the recipes as they are stored, and the ids of all runs; newest first. */
  listPage(page: ListPage): { ids: string[]; runs: ListedRun[]; damaged: DamagedEntry[] } {
    return this.#statements.read(() => {
      const { sound, damaged } = this.#readList(page, listedRunOf)
      const isFirst = page.before === undefined
      const ids = isFirst ? this.#statements.all(selectListed({}).select('id')).map((row) => row.id) : []
      return { ids, runs: sound, damaged }
    })
  }

  /** The states of all runs that are not deleted or of one of them, newest first; far quicker than reading the runs. */
  listStates(runId?: string): RunState[] {
    const listed = selectListed({}).select(['id', ...CHANGING_COLUMNS])
    const rows = this.#statements.all(runId === undefined ? listed : listed.where('id', '=', runId))
    return rows.map((row) => ({
      id: row.id,
      lastEpoch: row.last_epoch ?? -1,
      stamp: JSON.stringify(Object.values(row)),
    }))
  }

  /** The epochs of many runs, in order; runs that are not there are passed over. */
  packEpochs(runIds: readonly string[], { most = Infinity, after }: EpochPage = {}): Readable<PackedEpochs> {
    const packed: Readable<PackedEpochs> = { sound: [], damaged: [] }
    this.#statements.read(() => {
      let left = most
      for (const [k, runId] of runIds.entries()) {
        if (left === 0) break
        const row = this.#find(runId)
        if (row === undefined) continue
        const epochs = this.#epochsOf(runId, { most: left, after: k === 0 ? after : undefined })
        const damaged = damagedRun(row, epochs)
        if (damaged !== null) {
          packed.damaged.push(damaged)
          continue
        }
        left -= epochs.length
        // A run that was asked for further on is there to the end, so that it is not taken for one that cannot be read.
        if (epochs.length === 0 && (k > 0 || after === undefined)) continue
        const layers = epochs.map((epoch) => epoch.layers)
        packed.sound.push(packEpochs(runId, epochs.map(epochSummaryOf), layers))
      }
    })
    return packed
  }

  /** What of a run or its epochs cannot be read; null for a sound one, and for one that is not there. */
  findDamage(runId: string): DamagedEntry | null {
    const row = this.#find(runId)
    return row === undefined ? null : damagedRun(row, this.#epochsOf(runId))
  }

  /** A run and all its epochs. @throws WorkbenchError `not-found`, or `store` for a damaged one */
  get(runId: string): RunDetail {
    return this.#statements.read(() => {
      const epochs = this.#epochsOf(runId)
      const row = this.row(runId, epochs)
      return { ...summaryOf(row, epochs), epochs: epochs.map(epochMetricsOf) }
    })
  }

  /**
   * Epochs of a run in order; a long run has more than should be in memory at once.
   * @throws WorkbenchError `not-found`, or `store` for a damaged one
   */
  getEpochs(runId: string, page: EpochPage): EpochMetrics[] {
    return this.#statements.read(() => {
      const epochs = this.#epochsOf(runId, page)
      this.row(runId, epochs)
      return epochs.map(epochMetricsOf)
    })
  }

  /** As `getEpochs`, without their layers, which are larger than the rest. */
  getSummaries(runId: string, page: EpochPage): EpochSummary[] {
    return this.#statements.read(() => {
      const epochs = this.#statements.all(selectEpochs(runId, page).select(MARK_COLUMNS))
      requireSound(this.row(runId), epochs)
      return epochs.map(epochSummaryOf)
    })
  }

  /** A run without its epochs. @throws WorkbenchError `not-found`, or `store` for a damaged one */
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
      return summaryOf(requireSound(row, epochs), epochs)
    })
  }

  #readList<Run>(page: ListPage, make: (row: RunRow, epochs: readonly MarkRow[]) => Run): Readable<Run> {
    const rows = this.#statements.all(selectListed(page).selectAll())
    const marked = this.#statements.all(
      sql
        .selectFrom(selectListed(page).select(['id', 'best_epoch', 'last_epoch']).as('listed'))
        // Written so, SQLite finds both by their key and reads no other epoch.
        .crossJoin('epoch')
        .select(MARK_COLUMNS)
        .whereRef('epoch.run_id', '=', 'listed.id')
        .where((eb) => eb('epoch.epoch', 'in', [eb.ref('listed.best_epoch'), eb.ref('listed.last_epoch')])),
    )
    const byRun = new Map<string, MarkRow[]>()
    for (const row of marked) {
      const ofRun = byRun.get(row.run_id)
      if (ofRun === undefined) byRun.set(row.run_id, [row])
      else ofRun.push(row)
    }
    const list: Readable<Run> = { sound: [], damaged: [] }
    for (const row of rows) {
      const epochs = byRun.get(row.id) ?? []
      const damaged = damagedRun(row, epochs)
      if (damaged === null) list.sound.push(make(row, epochs))
      else list.damaged.push(damaged)
    }
    return list
  }

  /** @throws WorkbenchError `not-found` for a run that is not there or deleted, `store` for a damaged one */
  row(runId: string, epochs: readonly EpochRow[] = []): RunRow {
    const row = this.#find(runId)
    if (row === undefined) throw notFound(runId)
    return requireSound(row, epochs)
  }

  #find(runId: string): RunRow | undefined {
    return this.#statements.first(
      sql.selectFrom('run').selectAll().where('id', '=', runId).where('deleted_at', 'is', null),
    )
  }

  #epochsOf(runId: string, page: EpochPage = {}): EpochRow[] {
    return this.#statements.all(selectEpochs(runId, page).selectAll())
  }
}

function requireSound(row: RunRow, epochs: readonly (MarkRow | EpochRow)[]): RunRow {
  const damaged = damagedRun(row, epochs)
  if (damaged !== null) throw damageError(damaged)
  return row
}

function selectEpochs(runId: string, { most = Infinity, after }: EpochPage) {
  const all = sql.selectFrom('epoch').where('run_id', '=', runId).orderBy('epoch')
  const wanted = after === undefined ? all : all.where('epoch', '>', after)
  return most === Infinity ? wanted : wanted.limit(most)
}

/** The rows of the list or of a part of it, newest first. */
function selectListed({ count, before }: ListPage) {
  const newestFirst = sql
    .selectFrom('run')
    .where('deleted_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy(raw`run.rowid`, 'desc')
  const later =
    before === undefined
      ? newestFirst
      : newestFirst.where(
          raw<boolean>`(run.created_at, run.rowid) < (SELECT created_at, rowid FROM run WHERE id = ${before})`,
        )
  return count === undefined ? later : later.limit(count)
}

/** The error for a run that the store does not have, or no longer. */
export function notFound(runId: string): WorkbenchError {
  return new WorkbenchError('not-found', `Run: expected one in the store, got '${runId}', which is not there`)
}
