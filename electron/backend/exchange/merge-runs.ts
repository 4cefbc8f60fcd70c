import type Database from 'better-sqlite3'
import { TAG_COUNT_LIMIT } from '#contract/limits.ts'
import type { RunImport } from '#contract/types.ts'
import { recipeSchema } from '#core/recipe/recipe.ts'
import { ACTIVE_STATUSES } from '../store/run-store.ts'
import type { RunRow } from '../store/schema.ts'
import { findDifference } from './find-difference.ts'
import { deriveRunId } from './derive-run-id.ts'
import { listRunColumns, prepareInsert, quoteColumns } from './run-columns.ts'

/** What became of one run, and how many of them there were. */
type Outcome = 'added' | 'present' | 'extended' | 'besides' | 'busy'

/** Columns that a longer self brings; name and record stay as they are here. */
const COURSE = [
  ...['status', 'reason', 'duration_ms', 'epochs_done', 'best_epoch', 'last_epoch'],
  ...['weights_sha256', 'data_sha256'],
] as const

/**
 * Adds the runs of one store to another, each once. A run that is there already, by its id and all that both have of its
 * course, stays or is replaced by its longer self; one of the same id and another course is kept beside it. To be called
 * in a transaction of `into`.
 * @param from a sound store of the present layout, see `openRunFile`
 */
export function mergeRuns(from: Database.Database, into: Database.Database): Omit<RunImport, 'fileName'> {
  const counts: Record<Outcome, number> = { added: 0, present: 0, extended: 0, besides: 0, busy: 0 }
  /** How a run of the file is called here. */
  const ids = new Map<string, string>()
  const merger = new RunMerger(from, into)
  // Parents first, so that what was trained on from them finds them under the name they have here.
  const runs = from.prepare('SELECT * FROM run ORDER BY created_at, rowid').all() as RunRow[]
  for (const run of runs) {
    const { outcome, id } = merger.merge(run, ids)
    ids.set(run.id, id)
    counts[outcome]++
  }
  return { ...counts, runIds: [...ids.values()] }
}

class RunMerger {
  readonly #from: Database.Database
  readonly #into: Database.Database
  readonly #columns: Record<'run' | 'epoch' | 'checkpoint', string[]>

  constructor(from: Database.Database, into: Database.Database) {
    this.#from = from
    this.#into = into
    const list = (table: 'run' | 'epoch' | 'checkpoint'): string[] => {
      const theirs = new Set(listRunColumns(from, table))
      return listRunColumns(into, table).filter((name) => theirs.has(name))
    }
    this.#columns = { run: list('run'), epoch: list('epoch'), checkpoint: list('checkpoint') }
  }

  merge(run: RunRow, ids: ReadonlyMap<string, string>): { outcome: Outcome; id: string } {
    const parent = run.parent_id === null ? null : (ids.get(run.parent_id) ?? run.parent_id)
    const theirs = {
      ...run,
      parent_id: parent,
      status: isActive(run) ? ('interrupted' as const) : run.status,
    }
    const ours = this.#find(run.id)
    if (ours === undefined) return { outcome: this.#add(theirs, run.id), id: run.id }
    const difference = findDifference(this.#into, this.#from, run.id)
    const isSameRecipe = normalize(ours.recipe) === normalize(run.recipe)
    if (!isSameRecipe || difference !== null) {
      const place = isSameRecipe ? `in epoch ${difference}` : 'in its recipe'
      return this.#keepBeside(theirs, place)
    }
    this.#joinRecord(ours, theirs)
    const present = ours.deleted_at === null ? 'present' : 'added'
    if ((run.last_epoch ?? -2) <= (ours.last_epoch ?? -2)) return { outcome: present, id: run.id }
    if (isActive(ours)) return { outcome: 'busy', id: run.id }
    this.#extend(ours, theirs)
    return { outcome: 'extended', id: run.id }
  }

  #find(id: string): RunRow | undefined {
    return this.#into.prepare('SELECT * FROM run WHERE id = ?').get(id) as RunRow | undefined
  }

  /** @param id the run's id here */
  #add(run: RunRow, id: string): 'added' {
    const row: Record<string, unknown> = { ...run, id }
    const { run: names } = this.#columns
    prepareInsert(this.#into, 'run', names).run(...names.map((name) => row[name]))
    this.#copyRows('epoch', run.id, id, -2)
    this.#copyRows('checkpoint', run.id, id, -2)
    return 'added'
  }

  /** Copies what a run of the file has after an epoch. */
  #copyRows(table: 'epoch' | 'checkpoint', runId: string, id: string, after: number): void {
    const names = this.#columns[table].filter((name) => name !== 'run_id')
    const insert = prepareInsert(this.#into, table, ['run_id', ...names])
    const rows = this.#from
      .prepare(`SELECT ${quoteColumns(names)} FROM "${table}" WHERE run_id = ? AND epoch > ?`)
      .raw()
    for (const row of rows.iterate(runId, after)) insert.run(id, ...(row as unknown[]))
  }

  /** The same file read twice keeps it beside once: its id here follows from what it is. */
  #keepBeside(run: RunRow, place: string): { outcome: Outcome; id: string } {
    const id = deriveRunId(this.#from, run)
    const kept = this.#find(id)
    if (kept !== undefined) {
      this.#show(kept)
      return { outcome: 'present', id }
    }
    const remark = `Imported beside the run of the same id, ${run.id}, from which it differs ${place}.`
    const notes = run.notes === '' ? remark : `${run.notes}\n\n${remark}`
    this.#add({ ...run, notes }, id)
    return { outcome: 'besides', id }
  }

  /** Ours stays, tags that are missing come, and notes where there are none. */
  #joinRecord(ours: RunRow, theirs: RunRow): void {
    this.#show(ours)
    const tags = JSON.parse(ours.tags) as string[]
    const present = new Set(tags.map((tag) => tag.toLowerCase()))
    const missing = (JSON.parse(theirs.tags) as string[]).filter((tag) => !present.has(tag.toLowerCase()))
    const joined = [...tags, ...missing].slice(0, Math.max(tags.length, TAG_COUNT_LIMIT))
    this.#into
      .prepare('UPDATE run SET tags = ?, notes = ? WHERE id = ?')
      .run(JSON.stringify(joined), ours.notes === '' ? theirs.notes : ours.notes, ours.id)
  }

  /** A run that was deleted and can still be brought back is wanted again. */
  #show({ id }: RunRow): void {
    this.#into.prepare('UPDATE run SET deleted_at = NULL, deleted_by = NULL WHERE id = ?').run(id)
  }

  #extend(ours: RunRow, theirs: RunRow): void {
    const after = ours.last_epoch ?? -2
    // Only the newest epoch keeps the optimizer's memory.
    this.#into.prepare('UPDATE checkpoint SET optimizer_state = NULL WHERE run_id = ?').run(ours.id)
    this.#copyRows('epoch', ours.id, ours.id, after)
    // Before the first epoch there may be weights that a training started from.
    const newest = this.#into
      .prepare('SELECT max(epoch) FROM checkpoint WHERE run_id = ?')
      .pluck()
      .get(ours.id) as number | null
    this.#copyRows('checkpoint', ours.id, ours.id, newest ?? -2)
    this.#into
      .prepare(`UPDATE run SET ${COURSE.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`)
      .run(...COURSE.map((name) => theirs[name]), ours.id)
  }
}

function isActive({ status }: RunRow): boolean {
  return ACTIVE_STATUSES.includes(status)
}

/** A recipe as text that is the same for the same recipe, with what older programs left out. */
function normalize(recipe: string): string {
  return JSON.stringify(recipeSchema.parse(JSON.parse(recipe)))
}
