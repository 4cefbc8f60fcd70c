import type { Insertable } from 'kysely'
import type { ImportOrigin } from '#core/importing/import-origin.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { KeepEvery, RunOfSweep, RunParent, RunStatus } from '#contract/types.ts'
import type { EpochRow, StoreSchema } from './schema.ts'

export interface NewRun {
  readonly name?: string | undefined
  readonly status: RunStatus
  readonly recipe: Recipe
  /** By default none. */
  readonly unknownFields?: readonly string[]
  /** Weights to start from instead of the initializer's. */
  readonly parameters?: Float64Array | undefined
  readonly dataSha256?: string | null
  /** The run whose weights these are, where they are a run's. */
  readonly parent?: RunParent | undefined
  /** Of which epochs weights are kept; by default of all. */
  readonly keepEvery?: KeepEvery | undefined
  /** Of an imported network. */
  readonly origin?: ImportOrigin | undefined
  /** The sweep that starts it. */
  readonly sweep?: RunOfSweep | undefined
}

/** The row of a new run. @param ownerId the program that holds it; null where none does */
export function runRowOf(
  run: NewRun,
  { id, name, ownerId }: { readonly id: string; readonly name: string; readonly ownerId: number | null },
): Insertable<StoreSchema['run']> {
  return {
    id,
    name,
    status: run.status,
    reason: null,
    recipe: JSON.stringify(run.recipe),
    created_at: new Date().toISOString(),
    data_sha256: run.dataSha256 ?? null,
    owner_id: ownerId,
    deleted_at: null,
    parent_id: run.parent?.runId ?? null,
    parent_name: run.parent?.name ?? null,
    parent_epoch: run.parent?.epoch ?? null,
    keep_every: run.keepEvery === undefined ? 1 : run.keepEvery,
    sweep_id: run.sweep?.id ?? null,
    sweep_name: run.sweep?.name ?? null,
    sweep_index: run.sweep?.index ?? null,
    unknown_fields: JSON.stringify(run.unknownFields ?? []),
    origin: run.origin === undefined ? null : JSON.stringify(run.origin),
  }
}

/** The epoch −1 of an imported network, which nothing was measured at. */
export function unmeasuredEpochRow(runId: string): EpochRow {
  return {
    run_id: runId,
    epoch: -1,
    train_loss: null,
    train_accuracy: null,
    validation_loss: null,
    validation_accuracy: null,
    test_loss: null,
    test_correct: null,
    test_total: null,
    duration_ms: 0,
    learning_rate: null,
    layers: null,
  }
}
