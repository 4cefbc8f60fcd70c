import { portableRecipe } from '#core/recipe/portable-recipe.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { knownDataSet } from '#core/recipe/unknown-fields.ts'
import { useRunsStore } from '../stores/runs.ts'

/**
 * Makes of a recipe one for other machines, in which a folder goes by its name and its fingerprint.
 * @returns a function of the recipe and, where it is known, the data set's SHA-256
 */
export function usePortableRecipe(): (recipe: Recipe, dataSha256?: string | null) => Recipe {
  const runs = useRunsStore()
  return (recipe, dataSha256 = null) => {
    const { dataSet, fingerprint } = recipe.data
    const known = runs.list.find((run) => knownDataSet(run) === dataSet && run.dataSha256 !== null)
    return portableRecipe(recipe, fingerprint ?? dataSha256 ?? known?.dataSha256 ?? null)
  }
}
