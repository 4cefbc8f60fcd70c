import type { RunSummary } from '#contract/types.ts'
import { layerSizes } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { describeRecipeChanges } from '../recipe/recipe-changes.ts'

/** How a paused run can go on with another recipe. */
export interface PausedEdit {
  /** What differs from the run's recipe, as in `Learning rate 3 → 1`, in the order of the form. */
  readonly changes: readonly string[]
  /** The recipe of the new run: the form's, for the epochs that are left. Null where it cannot go on so. */
  readonly recipe: Recipe | null
  /** Why it cannot, in words; null where it can. */
  readonly problem: string | null
}

/**
 * Holds the form's recipe against that of a paused run.
 * @param recipe the form's; null while it has problems
 * @param titleOf the name of a data set for a person
 */
export function readPausedEdit(
  run: Pick<RunSummary, 'recipe' | 'epochsDone'>,
  recipe: Recipe | null,
  titleOf: (dataSet: string) => string,
): PausedEdit {
  if (recipe === null) {
    return { changes: [], recipe: null, problem: 'The recipe has fields that need attention.' }
  }
  const changes = describeRecipeChanges(run.recipe, recipe, titleOf)
  if (changes.length === 0) return { changes, recipe: null, problem: null }
  const [present, wanted] = [layerSizes(run.recipe).join('-'), layerSizes(recipe).join('-')]
  if (present !== wanted) {
    return {
      changes,
      recipe: null,
      problem: `Its weights fit layers of ${present} alone, and the recipe has ${wanted}.`,
    }
  }
  return {
    changes,
    recipe: { ...recipe, epochs: Math.max(1, recipe.epochs - run.epochsDone) },
    problem: null,
  }
}
