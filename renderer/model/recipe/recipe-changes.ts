import type { Recipe } from '#core/recipe/recipe.ts'
import { recipeRows } from '../runs/recipe-rows.ts'

/**
 * What one recipe has otherwise than another, as in `Learning rate 3 → 1`, in the order of the form; empty where they are the
 * same.
 * @param titleOf the name of a data set for a person
 */
export function describeRecipeChanges(
  before: Recipe,
  after: Recipe,
  titleOf: (dataSet: string) => string,
): string[] {
  const known = { unknownFields: [] }
  return recipeRows(
    [
      { recipe: before, ...known },
      { recipe: after, ...known },
    ],
    titleOf,
  )
    .filter((row) => row.differs)
    .map(({ label, texts }) => `${label} ${texts[0] ?? 'off'} → ${texts[1] ?? 'off'}`)
}
