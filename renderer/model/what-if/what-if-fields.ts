import type { RecipeField } from '#core/experiments/sweep/recipe-field.ts'
import { parsePath, type RecipeDraft } from '../recipe/recipe-draft.ts'
import { fieldAt, isUsedAt } from '../recipe/recipe-fields.ts'

/** The name of a field where no form around it says what it belongs to: `Learning rate`, `Hidden 2: units`. */
export function fieldTitle(path: string): string {
  const keys = parsePath(path)
  const { label, fullLabel } = fieldAt(keys)
  return keys[0] === 'layers' ? `Hidden ${Number(keys[1]) + 1}: ${label.toLowerCase()}` : (fullLabel ?? label)
}

/** Of the fields that can be tried, those that play a role in the recipe, with their titles. */
export function usedFields(
  fields: readonly RecipeField[],
  draft: RecipeDraft,
): { path: string; title: string }[] {
  return fields.flatMap(({ path }) =>
    isUsedAt(parsePath(path), draft) ? [{ path, title: fieldTitle(path) }] : [],
  )
}
