import { readSweepReason, type SweepReason, writeReason } from '#core/runs/reason.ts'
import { canResumeSweep, isSweepActive } from '#core/runs/sweep-status.ts'
import { sql as raw } from 'kysely'
import {
  type DamagedEntry,
  type RunStatus,
  type SweepSettings,
  type SweepStatus,
  type SweepSummary,
  WorkbenchError,
} from '#contract/types.ts'
import { stemOf } from '#shared/sweep-commands.ts'
import { damageError, damagedSweep } from './damage.ts'
import type { Owner } from './owners.ts'
import { readRecipeText } from './recipe-text.ts'
import { makeRunId } from './run-ids.ts'
import type { SweepRow } from './schema.ts'
import { sql, type Statements } from './statements.ts'
import { readStanding } from './sweep-standing.ts'

/** A run of a sweep that was started and is not deleted. */
export interface StartedRun {
  readonly runId: string
  readonly index: number
  readonly status: RunStatus
}

/** Sweeps in the store's tables. Which runs they have is stored with the runs. */
export class SweepStore {
  readonly #statements: Statements
  readonly #owner: Owner

  constructor(statements: Statements, owner: Owner) {
    this.#statements = statements
    this.#owner = owner
  }

  /** Adds a running sweep of this program; without a name it is called `Sweep 1` and so on. @returns its id */
  create(settings: SweepSettings, runCount: number, name?: string): string {
    return this.#statements.transact(() =>
      this.#insert(settings, runCount, name, { status: 'running', owner_id: this.#owner.id, folder: null }),
    )
  }

  /**
   * Adds a sweep that other machines train; one of the same settings, name and folder serves for it, as its runs are the
   * same to the bit. @param folder where its runs put their files there @returns its id
   * @throws WorkbenchError `conflict` where another sweep has files of the same names
   */
  record(settings: SweepSettings, runCount: number, folder: string, name?: string): string {
    return this.#statements.transact(() => {
      const there = this.#listRows().filter((row) => row.status === 'elsewhere' && row.folder === folder)
      const same = there.find(
        (row) =>
          (name === undefined || row.name === name) &&
          JSON.stringify(columnsOf(settings)) ===
            JSON.stringify({ recipe: row.recipe, settings: row.settings }),
      )
      if (same !== undefined) return same.id
      const other = there.find((row) => name !== undefined && stemOf(row) === stemOf({ name }))
      if (other !== undefined) throw sameFiles(other)
      return this.#insert(settings, runCount, name, { status: 'elsewhere', owner_id: null, folder })
    })
  }

  #insert(
    settings: SweepSettings,
    runCount: number,
    name: string | undefined,
    place: Pick<SweepRow, 'status' | 'owner_id' | 'folder'>,
  ): string {
    const id = makeRunId()
    this.#statements.change(
      sql.insertInto('sweep').values({
        id,
        name: name ?? this.#nextName(),
        reason: null,
        ...columnsOf(settings),
        run_count: runCount,
        started: 0,
        created_at: new Date().toISOString(),
        ...place,
      }),
    )
    return id
  }

  /** Newest first, without remaining times and without damaged ones. */
  list(): SweepSummary[] {
    return this.#statements.read(() =>
      this.#listRows().flatMap((row) => (damagedSweep(row) === null ? [this.#summaryOf(row)] : [])),
    )
  }

  /** Sweeps that are left out of the list as they are damaged, newest first. */
  listDamaged(): DamagedEntry[] {
    return this.#listRows().flatMap((row) => damagedSweep(row) ?? [])
  }

  #listRows(): SweepRow[] {
    return this.#statements.all(
      sql
        .selectFrom('sweep')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy(raw`rowid`, 'desc'),
    )
  }

  /** A text for each sweep, by id, that changes when the sweep does; changes of its runs do not count. */
  listMarks(): Map<string, string> {
    const rows = this.#statements.all(
      sql.selectFrom('sweep').select(['id', 'name', 'status', 'reason', 'started', 'owner_id']),
    )
    return new Map(rows.map((row) => [row.id, JSON.stringify(row)]))
  }

  /** @throws WorkbenchError `not-found` */
  get(sweepId: string): SweepSummary {
    return this.#statements.read(() => this.#summaryOf(this.#row(sweepId)))
  }

  /** How many of its runs were started, deleted ones too. @throws WorkbenchError `not-found` */
  countStarted(sweepId: string): number {
    return this.#row(sweepId).started
  }

  /** In order. */
  listStarted(sweepId: string): StartedRun[] {
    const rows = this.#statements.all(
      sql
        .selectFrom('run')
        .select(['id', 'sweep_index', 'status'])
        .where('sweep_id', '=', sweepId)
        .where('deleted_at', 'is', null)
        .orderBy('sweep_index'),
    )
    return rows.map(({ id, sweep_index: index, status }) => ({ runId: id, index: index ?? 0, status }))
  }

  /**
   * Notes how many runs were started and does `work`, which starts the last of them, in one transaction.
   * @throws WorkbenchError `conflict` when another program took the sweep over meanwhile
   */
  noteStarted<T>(sweepId: string, started: number, work: () => T): T {
    return this.#statements.transact(() => {
      this.#requireOwn(sweepId)
      this.#update(sweepId, { started })
      return work()
    })
  }

  /**
   * Changes the status of a sweep that this program holds; one that is at rest is let go.
   * @throws WorkbenchError `conflict` when another program took it over meanwhile
   */
  setStatus(sweepId: string, status: SweepStatus, reason: SweepReason | null = null): void {
    this.#statements.transact(() => {
      this.#requireOwn(sweepId)
      this.#update(sweepId, {
        status,
        reason: writeReason(reason),
        owner_id: isSweepActive({ status }) ? this.#owner.id : null,
      })
    })
  }

  /** Takes a sweep that no program holds. @throws WorkbenchError `conflict` or `not-found` */
  claim(sweepId: string): void {
    this.#statements.transact(() => {
      const { name, status } = this.get(sweepId)
      if (isSweepActive({ status }) || !canResumeSweep({ status })) {
        const why =
          status === 'completed'
            ? 'is completed'
            : status === 'elsewhere'
              ? 'is trained elsewhere; import its runs'
              : 'is run by another program; go on there'
        throw new WorkbenchError('conflict', `Sweep '${name}' ${why}`)
      }
      this.#update(sweepId, { status: 'running', reason: null, owner_id: this.#owner.id })
    })
  }

  /** Renames a sweep, also with its runs. @throws WorkbenchError `not-found` */
  rename(sweepId: string, name: string): void {
    this.#statements.transact(() => {
      this.#update(sweepId, { name })
      this.#statements.change(
        sql.updateTable('run').set({ sweep_name: name }).where('sweep_id', '=', sweepId),
      )
    })
  }

  /** Removes a sweep that no program holds; its runs keep its name. @throws WorkbenchError `conflict` or `not-found` */
  delete(sweepId: string): void {
    this.#statements.transact(() => {
      const { name, status } = this.get(sweepId)
      if (isSweepActive({ status })) {
        throw new WorkbenchError('conflict', `Sweep '${name}' is ${status}; stop it first`)
      }
      this.#statements.change(sql.deleteFrom('sweep').where('id', '=', sweepId))
    })
  }

  /** A program that slept long enough to count as dead finds its sweep in other hands. */
  #requireOwn(sweepId: string): void {
    const { name, owner_id: owner } = this.#row(sweepId)
    if (owner === null || owner !== this.#owner.registeredId) {
      throw new WorkbenchError('conflict', `Sweep '${name}' was taken over by another program`)
    }
  }

  #row(sweepId: string): SweepRow {
    const row = this.#statements.first(sql.selectFrom('sweep').selectAll().where('id', '=', sweepId))
    if (row === undefined) throw notFound(sweepId)
    const damaged = damagedSweep(row)
    if (damaged !== null) throw damageError(damaged)
    return row
  }

  #update(sweepId: string, values: Partial<SweepRow>): void {
    const query = sql.updateTable('sweep').set(values).where('id', '=', sweepId)
    if (this.#statements.change(query).changes === 0) throw notFound(sweepId)
  }

  #summaryOf(row: SweepRow): SweepSummary {
    const isLost = isSweepActive(row) && row.owner_id === null
    const { counts, best } = readStanding(row, this.#statements)
    const isHome = row.status === 'elsewhere' && counts.waiting + counts.training === 0
    return {
      id: row.id,
      name: row.name,
      // Whoever held it has died: its owner's row is gone.
      status: isLost ? 'interrupted' : isHome ? 'completed' : row.status,
      reason: readSweepReason(row.reason),
      settings: {
        ...(JSON.parse(row.settings) as Omit<SweepSettings, 'recipe'>),
        recipe: readRecipeText(row.recipe)!,
      },
      folder: row.folder,
      runCount: row.run_count,
      counts,
      createdAt: row.created_at,
      best,
      remainingMs: null,
    }
  }

  /** `Sweep 3` after `Sweep 2`. */
  #nextName(): string {
    const rows = this.#statements.all(sql.selectFrom('sweep').select('name').where('name', 'like', 'Sweep %'))
    const numbers = rows.map((row) => Number(row.name.slice(6))).filter(Number.isSafeInteger)
    return `Sweep ${Math.max(0, ...numbers) + 1}`
  }
}

/** What is stored of settings. */
function columnsOf({ recipe, ...others }: SweepSettings): Pick<SweepRow, 'recipe' | 'settings'> {
  return { recipe: JSON.stringify(recipe), settings: JSON.stringify(others) }
}

/** A script passes over a run whose file is there, and would take those of one sweep for those of the other. */
function sameFiles({ name, folder }: SweepRow): WorkbenchError {
  return new WorkbenchError(
    'conflict',
    `Name: expected one that gives its files other names than those of the sweep '${name}' (${stemOf({ name })}-…), which is trained in the same folder${folder === '' ? '' : `, ${folder}`}; take another name or folder, or delete that sweep`,
  )
}

function notFound(sweepId: string): WorkbenchError {
  return new WorkbenchError(
    'not-found',
    `Sweep: expected one in the store, got '${sweepId}', which is not there`,
  )
}
