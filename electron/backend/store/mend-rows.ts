import { TRAINING_FIELDS } from '#core/recipe/unknown-fields.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { DamagedColumn } from './row-schemas.ts'
import type { DataFolderTable, EpochRow, RunRow, SweepRow } from './schema.ts'

/*
 * What stands in for values of a row that cannot be read. A column that is not named here cannot be replaced: without
 * it the row is worth nothing.
 */

type StandIns<Row> = Readonly<Partial<Row>>

/** @param before when the run before it was made, which keeps its place in the list; null for none */
export function mendRun(
  row: RunRow,
  damage: readonly DamagedColumn[],
  { recipe, before, knows }: { recipe: Recipe; before: string | null; knows: (column: string) => boolean },
): Partial<RunRow> {
  const isWhole = row.epochs_done >= recipe.epochs
  const noParent = { parent_id: null, parent_name: null, parent_epoch: null }
  const noSweep = { sweep_id: null, sweep_name: null, sweep_index: null }
  const standIns: Readonly<Record<string, Partial<RunRow>>> = {
    name: { name: `Run ${row.id}` },
    status: { status: isWhole ? 'completed' : 'interrupted' },
    reason: { reason: null },
    created_at: { created_at: before ?? new Date(0).toISOString() },
    // The epochs, which are there, decide these; see `repairRuns`.
    duration_ms: { duration_ms: 0 },
    epochs_done: { epochs_done: 0 },
    best_epoch: { best_epoch: null },
    last_epoch: { last_epoch: null },
    weights_sha256: { weights_sha256: null },
    data_sha256: { data_sha256: null },
    notes: { notes: typeof row.notes === 'string' ? row.notes.slice(0, 100_000) : '' },
    tags: { tags: '[]' },
    colour: { colour: null },
    is_starred: { is_starred: 0 },
    is_archived: { is_archived: 0 },
    parent_id: noParent,
    parent_name: { parent_name: null },
    parent_epoch: noParent,
    keep_every: { keep_every: 1 },
    sweep_id: noSweep,
    sweep_name: { sweep_name: null },
    sweep_index: noSweep,
    origin: { origin: null },
    unknown_fields: {
      unknown_fields: JSON.stringify(row.status === 'imported' ? TRAINING_FIELDS : []),
    },
  }
  const values = Object.assign({}, ...damage.map(({ column }) => standIns[column])) as Partial<RunRow>
  return Object.fromEntries(Object.entries(values).filter(([column]) => knows(column)))
}

/** Null where the row cannot be kept. */
export function mendEpoch(damage: readonly DamagedColumn[]): StandIns<EpochRow> | null {
  const training = { train_loss: null, train_accuracy: null }
  const validation = { validation_loss: null, validation_accuracy: null }
  const test = { test_loss: null, test_correct: null, test_total: null }
  const standIns: Readonly<Record<string, StandIns<EpochRow>>> = {
    train_loss: training,
    train_accuracy: training,
    validation_loss: validation,
    validation_accuracy: validation,
    test_loss: test,
    test_correct: test,
    test_total: test,
    duration_ms: { duration_ms: 0 },
    learning_rate: { learning_rate: null },
    layers: { layers: null },
  }
  return mend(damage, standIns)
}

/** Null where the row cannot be kept: its recipe and settings say what it is. */
export function mendSweep(row: SweepRow, damage: readonly DamagedColumn[]): StandIns<SweepRow> | null {
  return mend<SweepRow>(damage, {
    name: { name: `Sweep ${row.id}` },
    status: { status: 'interrupted' },
    reason: { reason: null },
    created_at: { created_at: new Date(0).toISOString() },
    folder: { folder: '' },
  })
}

/** Null where the row cannot be kept. */
export function mendFolder(damage: readonly DamagedColumn[]): StandIns<DataFolderTable> | null {
  return mend<DataFolderTable>(damage, { added_at: { added_at: new Date(0).toISOString() } })
}

function mend<Row>(
  damage: readonly DamagedColumn[],
  standIns: Readonly<Record<string, StandIns<Row>>>,
): StandIns<Row> | null {
  if (damage.some(({ column }) => standIns[column] === undefined)) return null
  return Object.assign({}, ...damage.map(({ column }) => standIns[column])) as StandIns<Row>
}
