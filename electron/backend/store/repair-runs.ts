import { writeReason } from '#core/runs/reason.ts'
import type Database from 'better-sqlite3'
import type { Recipe } from '#core/recipe/recipe.ts'
import { expectedSizes } from './checkpoint-sizes.ts'
import { fromLittleEndian, hashFloats } from './float-bytes.ts'
import { mendEpoch, mendRun } from './mend-rows.ts'
import { unmeasuredEpochRow } from './new-run-rows.ts'
import { readRecipeText } from './recipe-text.ts'
import { findBest, findInterruption, isNoteOf } from './repair-marks.ts'
import { repairSweepsAndFolders } from './repair-sweeps.ts'
import {
  type DamagedColumn,
  describeDamage,
  findCheckpointDamage,
  findEpochDamage,
  findRunDamage,
  nameOf,
} from './row-schemas.ts'
import type { CheckpointRow, EpochRow, RunRow } from './schema.ts'
import type { SetAside } from './set-aside.ts'

/**
 * Brings each run of a salvaged store in line with what is left of it: values that cannot be read are set aside, and it
 * ends with the newest epoch whose weights are whole, so that it can be resumed there.
 * @returns what was lost, one sentence each
 */
export function repairRuns(database: Database.Database, aside: SetAside): string[] {
  const losses = [...removeOrphans(database, aside), ...repairSweepsAndFolders(database, aside)]
  let before: string | null = null
  for (const id of database.prepare('SELECT id FROM run ORDER BY rowid').pluck().all()) {
    const run = new RunRepair(
      database,
      aside,
      database.prepare('SELECT * FROM run WHERE id = ?').get(id) as RunRow,
    )
    losses.push(...run.repair(before))
    const made = database.prepare('SELECT created_at FROM run WHERE id = ?').pluck().get(id) as
      string | undefined
    before = made ?? before
  }
  return losses
}

function removeOrphans(database: Database.Database, aside: SetAside): string[] {
  const counts = ['epoch', 'checkpoint'].map((table) => {
    const isOrphan = `run_id NOT IN (SELECT id FROM run)`
    const rows = database.prepare(`SELECT * FROM ${table} WHERE ${isOrphan}`)
    for (const row of rows.iterate() as IterableIterator<EpochRow | CheckpointRow>) {
      const { run_id, epoch, ...columns } = row
      aside.add({ table, key: { run_id, epoch }, columns, reason: 'its run is lost' })
    }
    return database.prepare(`DELETE FROM ${table} WHERE ${isOrphan}`).run().changes
  })
  if (counts.every((count) => count === 0)) return []
  return [`${counts[0]} epochs and ${counts[1]} sets of weights whose run is lost`]
}

/** The repair of one run. */
class RunRepair {
  readonly #database: Database.Database
  readonly #aside: SetAside
  #row: RunRow
  readonly #losses: string[] = []

  constructor(database: Database.Database, aside: SetAside, row: RunRow) {
    this.#database = database
    this.#aside = aside
    this.#row = row
  }

  /** @param before when the run before it was made; null for none @returns what was lost */
  repair(before: string | null): string[] {
    const { id, recipe: text } = this.#row
    const title = `Run '${nameOf(this.#row)}' (${id})`
    const damage = findRunDamage(this.#row)
    const recipe = readRecipeText(text)
    if (recipe === null || damage.some(({ column }) => column === 'id')) {
      this.#removeWhole(describeDamage(damage))
      return [`${title}: all of it, as ${describeDamage(damage)}`]
    }
    if (damage.length > 0) {
      this.#setColumnsAside('run', { id }, damage)
      const knows = (column: string): boolean => column in this.#row
      this.#update(mendRun(this.#row, damage, { recipe, before, knows }))
      this.#losses.push(...damage.map((column) => describeDamage([column])))
    }
    this.#mendEpochs()
    const last = this.#cutBeyondLast()
    this.#dropDamagedWeights(recipe, last)
    const newest = this.#findNewest()
    this.#fillGaps(newest?.epoch ?? -1)
    const cut = this.#cutAfter(newest?.epoch ?? -2)
    if (cut > 0) this.#losses.push(`the measures of ${cut} epochs after the newest whole weights`)
    if (newest !== undefined && this.#repairOptimizerState(newest, recipe)) {
      this.#losses.push("the optimizer's memory; a training that goes on starts it afresh")
    }
    this.#mark(newest)
    return this.#losses.map((text) => `${title}: ${text}`)
  }

  /** A run without its recipe can be neither shown nor resumed. */
  #removeWhole(reason: string): void {
    const { id, ...columns } = this.#row
    this.#aside.add({ table: 'run', key: { id }, columns, reason })
    for (const table of ['epoch', 'checkpoint']) {
      const rows = this.#database.prepare(`SELECT * FROM ${table} WHERE run_id = ?`)
      for (const row of rows.iterate(id) as IterableIterator<EpochRow | CheckpointRow>) {
        const { run_id, epoch, ...others } = row
        this.#aside.add({ table, key: { run_id, epoch }, columns: others, reason: 'its run cannot be read' })
      }
      this.#database.prepare(`DELETE FROM ${table} WHERE run_id = ?`).run(id)
    }
    this.#database.prepare('DELETE FROM run WHERE id = ?').run(id)
  }

  #mendEpochs(): void {
    const rows = this.#database
      .prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
      .all(this.#row.id) as EpochRow[]
    for (const row of rows) {
      const damage = findEpochDamage(row)
      if (damage.length === 0) continue
      const key = { run_id: row.run_id, epoch: row.epoch }
      const values = mendEpoch(damage)
      const set = Object.keys(values ?? {})
      if (values === null) {
        this.#aside.add({ table: 'epoch', key, columns: { ...row }, reason: describeDamage(damage) })
        this.#database.prepare('DELETE FROM epoch WHERE run_id = ? AND epoch = ?').run(row.run_id, row.epoch)
      } else {
        // What goes with a damaged value goes aside with it.
        const read = row as unknown as Record<string, unknown>
        const taken = set.map((column) => ({
          ...{ column, value: read[column] },
          expected: damage.find((each) => each.column === column)?.expected ?? 'what goes with it',
        }))
        this.#setColumnsAside('epoch', key, taken, describeDamage(damage))
        this.#database
          .prepare(
            `UPDATE epoch SET ${set.map((column) => `${column} = ?`).join(', ')} WHERE run_id = ? AND epoch = ?`,
          )
          .run(...Object.values(values), row.run_id, row.epoch)
      }
      this.#losses.push(`epoch ${row.epoch}: ${describeDamage(damage)}`)
    }
  }

  /** Epochs whose numbers are damaged may lie far behind the last. @returns the last; −1 for none */
  #cutBeyondLast(): number {
    const last = this.#lastEpoch(this.#listEpochs())
    const beyond = this.#cutAfter(last)
    if (beyond > 0) this.#losses.push(`the measures of ${beyond} epochs after epoch ${last}, its last`)
    return last
  }

  #listEpochs(): number[] {
    return this.#database
      .prepare('SELECT epoch FROM epoch WHERE run_id = ? AND epoch >= 0 ORDER BY epoch')
      .pluck()
      .all(this.#row.id) as number[]
  }

  /** Measures that are lost between others leave an epoch at which nothing is known, so that its weights stay. */
  #fillGaps(last: number): void {
    const there = new Set(this.#listEpochs())
    const missing = Array.from({ length: last + 1 }, (_, epoch) => epoch).filter((epoch) => !there.has(epoch))
    const insert = this.#database.prepare(
      'INSERT INTO epoch (run_id, epoch, duration_ms) VALUES (@run_id, @epoch, @duration_ms)',
    )
    for (const epoch of missing) insert.run({ ...unmeasuredEpochRow(this.#row.id), epoch })
    this.#losses.push(...missing.map((epoch) => `the measures of epoch ${epoch}`))
  }

  /** Its row and its epochs may disagree on how many there are. @returns −1 for none */
  #lastEpoch(present: readonly number[]): number {
    const { last_epoch: noted, epochs_done: count } = this.#row
    // The two marks were written together with the epoch; damage seldom makes them agree.
    if (noted !== null && noted === count - 1) return noted
    const plausible = present.filter((epoch) => epoch < 2 * present.length)
    return plausible.at(-1) ?? -1
  }

  /** Sets the epochs after one aside. @returns how many */
  #cutAfter(epoch: number): number {
    const { id } = this.#row
    const rows = this.#database.prepare('SELECT * FROM epoch WHERE run_id = ? AND epoch > ?').all(id, epoch)
    for (const { run_id, epoch: number, ...columns } of rows as EpochRow[]) {
      const reason = `it is after epoch ${epoch}, the last whose weights are whole`
      this.#aside.add({ table: 'epoch', key: { run_id, epoch: number }, columns, reason })
    }
    return this.#database.prepare('DELETE FROM epoch WHERE run_id = ? AND epoch > ?').run(id, epoch).changes
  }

  /** Removes weights of a wrong length, after the last epoch, or, for the newest, with another SHA-256 than was noted. */
  #dropDamagedWeights(recipe: Recipe, last: number): void {
    const { id } = this.#row
    const listed = this.#database
      .prepare(
        'SELECT run_id, epoch, steps, length(parameters) AS bytes FROM checkpoint WHERE run_id = ? ORDER BY epoch',
      )
      .all(id) as { run_id: string; epoch: number; steps: number; bytes: number }[]
    for (const { run_id, epoch, steps, bytes } of listed) {
      const expected = expectedSizes(recipe, epoch).parameters
      const damage = findCheckpointDamage({ epoch, steps })
      const reason =
        damage.length > 0
          ? describeDamage(damage)
          : bytes !== expected
            ? `expected ${expected} bytes, got ${bytes}`
            : epoch > last
              ? `it is after epoch ${last}, the last`
              : this.#findOtherHash(epoch)
      if (reason === null) continue
      const columns = { steps, parameters: { bytes } }
      this.#aside.add({ table: 'checkpoint', key: { run_id, epoch }, columns, reason })
      this.#database.prepare('DELETE FROM checkpoint WHERE run_id = ? AND epoch = ?').run(id, epoch)
      this.#losses.push(`the weights of epoch ${epoch}`)
    }
  }

  /** Why weights are not those that were noted; null where they are, or nothing sound was noted. */
  #findOtherHash(epoch: number): string | null {
    const { id, last_epoch: last, weights_sha256: noted } = this.#row
    if (epoch !== last || noted === null) return null
    const read = this.#database
      .prepare('SELECT parameters FROM checkpoint WHERE run_id = ? AND epoch = ?')
      .pluck()
    const got = hashFloats(fromLittleEndian(read.get(id, epoch) as Buffer))
    return isNoteOf(noted, got) ? null : `expected SHA-256 ${noted}, got ${got}`
  }

  /** @returns whether the optimizer's memory was lost and is zero now, as before the first step */
  #repairOptimizerState(newest: CheckpointRow, recipe: Recipe): boolean {
    const expected = expectedSizes(recipe, newest.epoch).state
    if ((newest.optimizer_state?.length ?? 0) === expected) return false
    this.#database
      .prepare('UPDATE checkpoint SET optimizer_state = ? WHERE run_id = ? AND epoch = ?')
      .run(Buffer.alloc(expected), newest.run_id, newest.epoch)
    return expected > 0
  }

  #mark(newest: CheckpointRow | undefined): void {
    const run = this.#row
    const epochs = this.#database
      .prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
      .all(run.id) as EpochRow[]
    const trained = epochs.filter(({ epoch }) => epoch >= 0)
    const last = epochs.at(-1)?.epoch ?? null
    const isShort = run.last_epoch === null ? false : (last ?? -1) < run.last_epoch
    const interruption = findInterruption(run, isShort)
    this.#update({
      epochs_done: trained.length,
      last_epoch: last,
      best_epoch: trained.some(({ epoch }) => epoch === run.best_epoch)
        ? run.best_epoch
        : findBest(run, trained),
      weights_sha256:
        newest === undefined || last === null ? null : hashFloats(fromLittleEndian(newest.parameters)),
      ...(run.duration_ms === 0 && trained.length > 0
        ? { duration_ms: trained.reduce((sum, { duration_ms: ms }) => sum + ms, 0) }
        : {}),
      ...(interruption === null ? {} : { status: 'interrupted', reason: writeReason(interruption) }),
      owner_id: null,
      deleted_by: null,
    })
  }

  #setColumnsAside(
    table: string,
    key: Record<string, unknown>,
    damage: readonly DamagedColumn[],
    reason = describeDamage(damage),
  ): void {
    const columns = Object.fromEntries(damage.map(({ column, value }) => [column, value]))
    this.#aside.add({ table, key, columns, reason })
  }

  #update(values: Partial<RunRow>): void {
    const set = Object.keys(values)
    if (set.length === 0) return
    this.#database
      .prepare(`UPDATE run SET ${set.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)
      .run(...Object.values(values), this.#row.id)
    this.#row = { ...this.#row, ...values }
  }

  #findNewest(): CheckpointRow | undefined {
    return this.#database
      .prepare('SELECT * FROM checkpoint WHERE run_id = ? ORDER BY epoch DESC LIMIT 1')
      .get(this.#row.id) as CheckpointRow | undefined
  }
}
