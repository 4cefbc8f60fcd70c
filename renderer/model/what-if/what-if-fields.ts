import type { RecipeField } from '#core/experiments/sweep/recipe-field.ts'
import type { RecipeDraft } from '../recipe/recipe-draft.ts'
import { fieldAt } from '../recipe/recipe-fields.ts'

/** The keys of a path: `layers.0.units` as `['layers', 0, 'units']`. */
export const keysOf = (path: string): (string | number)[] =>
  path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key))

/** The name of a field where no form around it says what it belongs to: `Learning rate`, `Hidden 2: units`. */
export function fieldTitle(path: string): string {
  const keys = keysOf(path)
  const { label, fullLabel } = fieldAt(keys)
  return keys[0] === 'layers' ? `Hidden ${Number(keys[1]) + 1}: ${label.toLowerCase()}` : (fullLabel ?? label)
}

/** Of the fields that can be tried, those that play a role in the recipe, with their titles. */
export function usedFields(
  fields: readonly RecipeField[],
  draft: RecipeDraft,
): { path: string; title: string }[] {
  return fields.flatMap(({ path }) =>
    (fieldAt(keysOf(path)).isUsed?.(draft) ?? true) ? [{ path, title: fieldTitle(path) }] : [],
  )
}
