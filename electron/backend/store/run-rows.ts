import type { ImportOrigin } from '#core/importing/import-origin.ts'
import { readRunReason } from '#core/runs/reason.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import type { ListedRun } from '#contract/packed-runs.ts'
import type { RunSummary } from '#contract/types.ts'
import { epochSummaryOf } from './epoch-rows.ts'
import { readRecipeText } from './recipe-text.ts'
import { recordOf } from './record-rows.ts'
import type { EpochRow, RunRow } from './schema.ts'

/** What of an epoch's row its marks need. */
export type MarkRow = Omit<EpochRow, 'layers'>

/** A run from a sound row, see `damage.ts`; of the epochs, those that are its best and last are taken. */
export function summaryOf(row: RunRow, epochs: readonly MarkRow[]): RunSummary {
  const { recipeText, ...run } = listedRunOf(row, epochs)
  return { ...run, recipe: readRecipeText(recipeText)! }
}

/** As `summaryOf`, with the recipe as it is stored. */
export function listedRunOf(row: RunRow, epochs: readonly MarkRow[]): ListedRun {
  const find = (epoch: number | null): EpochSummary | null => {
    const found = epoch === null ? undefined : epochs.find((candidate) => candidate.epoch === epoch)
    return found === undefined ? null : epochSummaryOf(found)
  }
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    reason: readRunReason(row.reason),
    recipeText: row.recipe,
    createdAt: row.created_at,
    durationMs: row.duration_ms,
    epochsDone: row.epochs_done,
    best: find(row.best_epoch),
    last: find(row.last_epoch),
    keepEvery: row.keep_every,
    weightsSha256: row.weights_sha256,
    dataSha256: row.data_sha256,
    unknownFields: row.unknown_fields === '[]' ? [] : (JSON.parse(row.unknown_fields) as string[]),
    origin: row.origin === null ? null : (JSON.parse(row.origin) as ImportOrigin),
    ...recordOf(row),
  }
}
