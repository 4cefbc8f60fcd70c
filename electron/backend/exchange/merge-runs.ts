import { COPIED_WHILE_ACTIVE } from './copied-while-active.ts'
import { isActive } from '#core/runs/run-status.ts'
import type Database from 'better-sqlite3'
import { TAG_COUNT_LIMIT } from '#contract/limits.ts'
import type { RunImport } from '#contract/types.ts'
import { recipeShape } from '#core/recipe/recipe.ts'
import { makeRunId } from '../store/run-ids.ts'
import { damagedRun, damageError } from '../store/damage.ts'
import type { RunRow } from '../store/schema.ts'
import { findDifference } from './find-difference.ts'
import { deriveRunId } from './derive-run-id.ts'
import { listRunColumns, quoteColumns } from './run-columns.ts'
import { findRow, type StagedRuns } from './staged-runs.ts'
import { SweepPoints } from './sweep-points.ts'

/** What becomes of one run, and how many of them there are. */
type Outcome = 'added' | 'present' | 'extended' | 'besides' | 'busy'

/** What is to be done for a run of the file in the last transaction. */
interface PlannedRun {
  /** The run's id in the file. */
  readonly runId: string
  /** Its id here. */
  readonly id: string
  readonly outcome: Outcome
  /** The hidden run that holds what the file has and this store has not; null for none. */
  readonly stagedId: string | null
  /** The newest epoch of the run here when this was planned; null where it has none or is not here. */
  readonly lastEpoch: number | null
}

/** Columns taken from a longer version of a run; its name, tags and notes stay as they are here. */
const COURSE = [
  ...['status', 'reason', 'duration_ms', 'epochs_done', 'best_epoch', 'last_epoch'],
  ...['weights_sha256', 'data_sha256'],
] as const

export interface MergeRunsOptions {
  /** A checked store of the present layout, see `openRunFile`. */
  readonly from: Database.Database
  readonly into: Database.Database
  /** Of `into`; this import holds the claim. */
  readonly staged: StagedRuns
  /** Called with the number of bytes that were copied. */
  readonly onBytes: (bytes: number) => void
}

/**
 * Adds the runs of one store to another, each once, all of them or none. A run that is there already, by its id and all
 * that both have of its course, stays or is replaced by its longer version; one of the same id and another course is
 * kept beside it. A run that is missing from a sweep that is trained elsewhere belongs to it from then on.
 */
export function mergeRuns(options: MergeRunsOptions): Omit<RunImport, 'fileName' | 'hasChecksum'> {
  const merger = new RunMerger(options)
  const planned: PlannedRun[] = []
  // Parents first, so that what was trained on from them finds them under the name they have here.
  const ids = options.from.prepare('SELECT id FROM run ORDER BY created_at, rowid').pluck().all() as string[]
  for (const id of ids) planned.push(merger.plan(id))
  for (;;) {
    const stale = merger.publish(planned)
    if (stale === null) break
    // Another program trained on or deleted these meanwhile.
    for (const k of stale) planned[k] = merger.plan(planned[k]!.runId, planned[k])
  }
  const counts: Record<Outcome, number> = { added: 0, present: 0, extended: 0, besides: 0, busy: 0 }
  for (const { outcome } of planned) counts[outcome]++
  return { ...counts, home: merger.points.count(), runIds: planned.map(({ id }) => id) }
}

class RunMerger {
  readonly points: SweepPoints
  readonly #from: Database.Database
  readonly #into: Database.Database
  readonly #staged: StagedRuns
  readonly #onBytes: (bytes: number) => void
  readonly #columns: Record<'run' | 'epoch' | 'checkpoint', string[]>
  /** The id that a run of the file has here. */
  readonly #ids = new Map<string, string>()

  constructor({ from, into, staged, onBytes }: MergeRunsOptions) {
    this.#from = from
    this.#into = into
    this.#staged = staged
    this.#onBytes = onBytes
    this.points = new SweepPoints(into)
    const list = (table: 'run' | 'epoch' | 'checkpoint'): string[] => {
      const theirs = new Set(listRunColumns(from, table))
      return listRunColumns(into, table).filter((name) => theirs.has(name))
    }
    this.#columns = { run: list('run'), epoch: list('epoch'), checkpoint: list('checkpoint') }
  }

  /**
   * Decides what becomes of a run and writes what this store lacks of it, hidden.
   * @param former a plan that no longer holds, whose hidden rows go
   */
  plan(runId: string, former?: PlannedRun): PlannedRun {
    if (former !== undefined && former.stagedId !== null) this.#staged.discard(former.stagedId)
    const planned = this.#decide(runId)
    this.#ids.set(runId, planned.id)
    return planned
  }

  /** Shows all runs at once. @returns null; or the indices of plans that no longer hold, and nothing was changed */
  publish(planned: readonly PlannedRun[]): number[] | null {
    const expected = planned.filter(({ stagedId }) => stagedId !== null).length
    let stale: number[] = []
    const isPublished = this.#staged.publish(expected, () => {
      stale = [...planned.keys()].filter((k) => !this.#holds(planned[k]!))
      if (stale.length > 0) return false
      for (const each of planned) this.#settle(each)
      return true
    })
    return isPublished ? null : stale
  }

  #decide(runId: string): PlannedRun {
    const run = this.#theirs(runId)
    const ours = findRow(this.#into, runId)
    if (ours === undefined) {
      this.#stage({ ...run, ...this.#sweepOf(run) }, runId)
      return { runId, id: runId, outcome: 'added', stagedId: runId, lastEpoch: null }
    }
    const damaged = damagedRun(ours, [])
    if (damaged !== null) throw damageError(damaged)
    const difference = findDifference(this.#into, this.#from, runId)
    const isSameRecipe = normalize(ours.recipe) === normalize(run.recipe)
    if (!isSameRecipe || difference !== null) {
      return this.#keepBeside(run, isSameRecipe ? `in epoch ${difference}` : 'in its recipe')
    }
    const here = { runId, id: runId, stagedId: null, lastEpoch: ours.last_epoch }
    // Asked before the last transaction, which is to be short.
    this.points.take(ours)
    if ((run.last_epoch ?? -2) <= (ours.last_epoch ?? -2)) {
      return { ...here, outcome: ours.deleted_at === null ? 'present' : 'added' }
    }
    if (isActive(ours)) return { ...here, outcome: 'busy' }
    const stagedId = makeRunId()
    this.#stage(run, stagedId, ours)
    return { ...here, outcome: 'extended', stagedId }
  }

  /** Whether the store is unchanged since a run was planned. */
  #holds({ id, outcome, lastEpoch }: PlannedRun): boolean {
    if (outcome === 'busy') return true
    const ours = findRow(this.#into, id)
    if (ours === undefined) return false
    return outcome !== 'extended' || (ours.last_epoch === lastEpoch && !isActive(ours))
  }

  /** @returns the run of the file, as it is to be here */
  #theirs(runId: string): RunRow {
    const run = findRow(this.#from, runId)!
    return {
      ...run,
      parent_id: run.parent_id === null ? null : (this.#ids.get(run.parent_id) ?? run.parent_id),
      ...(isActive(run) && { status: 'interrupted' as const, reason: COPIED_WHILE_ACTIVE }),
    }
  }

  /** Writes a hidden run. @param ours the run here, whose epochs are left out */
  #stage(run: RunRow, id: string, ours?: RunRow): void {
    const row: Record<string, unknown> = { ...run, id }
    const { run: names } = this.#columns
    this.#staged.addRun(
      names,
      names.map((name) => row[name]),
    )
    // Before the first epoch there may be weights that a training started from.
    const newest =
      ours === undefined
        ? null
        : (this.#into.prepare('SELECT max(epoch) FROM checkpoint WHERE run_id = ?').pluck().get(ours.id) as
            number | null)
    this.#copyRows('epoch', run.id, id, ours?.last_epoch ?? -2)
    this.#copyRows('checkpoint', run.id, id, newest ?? -2)
  }

  /** Copies what a run of the file has after an epoch. */
  #copyRows(table: 'epoch' | 'checkpoint', runId: string, id: string, after: number): void {
    const names = this.#columns[table].filter((name) => name !== 'run_id')
    const rows = this.#from
      .prepare(`SELECT ${quoteColumns(names)} FROM "${table}" WHERE run_id = ? AND epoch > ? ORDER BY epoch`)
      .raw()
      .iterate(runId, after) as IterableIterator<unknown[]>
    this.#staged.addRows(table, id, names, rows, this.#onBytes)
  }

  /** Importing the same file twice adds it once: its id here is derived from its content. */
  #keepBeside(run: RunRow, place: string): PlannedRun {
    const runId = run.id
    const id = deriveRunId(this.#from, run)
    const kept = findRow(this.#into, id)
    if (kept !== undefined) {
      return { runId, id, outcome: 'present', stagedId: null, lastEpoch: kept.last_epoch }
    }
    const remark = `Imported beside the run of the same id, ${runId}, from which it differs ${place}.`
    this.#stage(
      { ...run, ...this.#sweepOf(run), notes: run.notes === '' ? remark : `${run.notes}\n\n${remark}` },
      id,
    )
    return { runId, id, outcome: 'besides', stagedId: id, lastEpoch: null }
  }

  /** The part of the last transaction that concerns one run: short, whatever the run holds. */
  #settle({ runId, id, outcome, stagedId }: PlannedRun): void {
    if (stagedId === id) return
    const ours = findRow(this.#into, id)
    if (ours === undefined) return
    this.#show(ours)
    if (runId === id) {
      this.#joinRecord(ours, this.#theirs(runId))
      this.#joinSweep(ours)
    }
    if (outcome === 'extended' && stagedId !== null) this.#extend(ours, this.#theirs(runId), stagedId)
  }

  /** Keeps our record, adds missing tags, and notes where there are none. */
  #joinRecord(ours: RunRow, theirs: RunRow): void {
    const tags = JSON.parse(ours.tags) as string[]
    const present = new Set(tags.map((tag) => tag.toLowerCase()))
    const missing = (JSON.parse(theirs.tags) as string[]).filter((tag) => !present.has(tag.toLowerCase()))
    const joined = JSON.stringify([...tags, ...missing].slice(0, Math.max(tags.length, TAG_COUNT_LIMIT)))
    const notes = ours.notes === '' ? theirs.notes : ours.notes
    if (joined === ours.tags && notes === ours.notes) return
    this.#into.prepare('UPDATE run SET tags = ?, notes = ? WHERE id = ?').run(joined, notes, ours.id)
  }

  /** The columns of the sweep that a run comes home to. */
  #sweepOf(run: RunRow): Partial<Pick<RunRow, 'sweep_id' | 'sweep_name' | 'sweep_index'>> {
    const point = this.points.take(run)
    return point === null ? {} : { sweep_id: point.id, sweep_name: point.name, sweep_index: point.index }
  }

  /** A run that was imported before its sweep was recorded belongs to it, too. */
  #joinSweep(ours: RunRow): void {
    const point = this.points.take(ours)
    if (point === null) return
    this.#into
      .prepare('UPDATE run SET sweep_id = ?, sweep_name = ?, sweep_index = ? WHERE id = ?')
      .run(point.id, point.name, point.index, ours.id)
  }

  /** An import of a run that was deleted, but can still be restored, restores it. */
  #show({ id, deleted_at: deletedAt }: RunRow): void {
    if (deletedAt === null) return
    this.#into.prepare('UPDATE run SET deleted_at = NULL, deleted_by = NULL WHERE id = ?').run(id)
  }

  #extend(ours: RunRow, theirs: RunRow, stagedId: string): void {
    // Only the newest epoch keeps the optimizer's memory.
    this.#into
      .prepare(
        'UPDATE checkpoint SET optimizer_state = NULL WHERE run_id = ? AND optimizer_state IS NOT NULL',
      )
      .run(ours.id)
    this.#staged.moveRows(stagedId, ours.id)
    this.#into
      .prepare(`UPDATE run SET ${COURSE.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`)
      .run(...COURSE.map((name) => theirs[name]), ours.id)
  }
}

/** A recipe as text that is the same for the same recipe, with what older programs left out. */
function normalize(recipe: string): string {
  return JSON.stringify(recipeShape.parse(JSON.parse(recipe)))
}
