import { recipeSchema, type Recipe } from '#core/recipe/recipe.ts'
import type { EpochMeasures, RunSummary } from '#contract/types.ts'
import { measuresOf } from './epoch-rows.ts'
import { recordOf } from './record-rows.ts'
import type { EpochRow, RunRow } from './schema.ts'

/** A run from its row; of the epochs, those that are its best and last are taken. */
export function summaryOf(row: RunRow, epochs: readonly EpochRow[]): RunSummary {
  const find = (epoch: number | null): EpochMeasures | null => {
    const found = epochs.find((candidate) => candidate.epoch === epoch)
    return found === undefined ? null : measuresOf(found)
  }
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    reason: row.reason,
    recipe: readRecipe(row.recipe),
    createdAt: row.created_at,
    durationMs: row.duration_ms,
    epochsDone: row.epochs_done,
    best: find(row.best_epoch),
    last: find(row.last_epoch),
    weightsSha256: row.weights_sha256,
    dataSha256: row.data_sha256,
    ...recordOf(row),
  }
}

/** Recipes kept by their text, at most: every list needs all of them, and parsing one takes longer than reading it. */
const KEPT_RECIPES = 20_000
const recipes = new Map<string, Recipe>()

/** A stored recipe; what older programs did not know gets its default, or what a migration wrote. */
function readRecipe(text: string): Recipe {
  let recipe = recipes.get(text)
  if (recipe === undefined) {
    recipe = recipeSchema.parse(JSON.parse(text))
    if (recipes.size >= KEPT_RECIPES) recipes.clear()
    recipes.set(text, recipe)
  }
  return recipe
}
