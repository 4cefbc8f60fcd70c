import { nameOfField } from '#shared/words/field-names.ts'
import { readPath, type RecipeDraft } from './recipe-draft.ts'
import { DATA_FIELDS } from './data-fields.ts'
import { NETWORK_FIELDS } from './network-fields.ts'
import type { RecipeFieldInfo, RecipeSectionName } from './recipe-field-info.ts'
import { TRAINING_FIELDS } from './training-fields.ts'

/** Every field of a recipe, in the order of the form. */
export const RECIPE_FIELDS: readonly RecipeFieldInfo[] = [
  ...DATA_FIELDS,
  ...NETWORK_FIELDS,
  ...TRAINING_FIELDS,
].map((field) => ({ ...field, fullLabel: nameOfField(field.path) }))

const fieldByPath = new Map(RECIPE_FIELDS.map((field) => [field.path, field]))

/**
 * The description of the field at a path such as `['layers', 1, 'units']`.
 * @throws Error where the recipe has no such field.
 */
export function fieldAt(path: readonly (string | number)[]): RecipeFieldInfo {
  const pattern = path.map((key) => (typeof key === 'number' ? '*' : key)).join('.')
  const field = fieldByPath.get(pattern)
  if (field === undefined) throw new Error(`Expected a field of the recipe, got ${pattern}.`)
  return field
}

/** Whether the field at a path plays a role in a recipe. @throws Error where recipes have no such field */
export function isUsedAt(path: readonly (string | number)[], recipe: RecipeDraft): boolean {
  const layer = path.find((key) => typeof key === 'number')
  return fieldAt(path).isUsed?.(recipe, layer) ?? true
}

/**
 * Whether a recipe has a field, or may leave it out where it is off, and the field plays a role in it; a field of layers
 * is never counted in.
 */
export function isFieldUsed(field: RecipeFieldInfo, recipe: RecipeDraft): boolean {
  const isThere = field.whenOn !== undefined || readPath(recipe, field.path.split('.')) !== undefined
  return isThere && (field.isUsed?.(recipe) ?? true)
}

/** The paths of a section's fields that play a role in a recipe, in the order of the form. */
export function sectionPaths(section: RecipeSectionName, recipe: RecipeDraft): string[][] {
  return RECIPE_FIELDS.filter((field) => field.section === section && isFieldUsed(field, recipe)).map(
    (field) => field.path.split('.'),
  )
}
