import type { Recipe } from './recipe.ts'

/** A value of a field that holds no other fields. */
export type FieldValue = string | number | boolean | null

/** Recipes are replaced, never changed, and many are held against each other. */
const flattened = new WeakMap<Recipe, ReadonlyMap<string, FieldValue>>()

/** Every field of a recipe that holds one value by its path, as in `layers.0.units`; a group that is off is null. */
export function flattenRecipe(recipe: Recipe): ReadonlyMap<string, FieldValue> {
  const known = flattened.get(recipe)
  if (known !== undefined) return known
  const fields = new Map<string, FieldValue>()
  const add = (path: string, value: unknown): void => {
    if (value === undefined) return
    if (typeof value !== 'object' || value === null) fields.set(path, value as FieldValue)
    else for (const [key, inner] of Object.entries(value)) add(path === '' ? key : `${path}.${key}`, inner)
  }
  add('', recipe)
  fields.delete('version')
  flattened.set(recipe, fields)
  return fields
}

/** Paths of the fields in which two flat recipes differ; what one of them lacks is such a field, too. */
export function differingPaths(
  a: ReadonlyMap<string, FieldValue>,
  b: ReadonlyMap<string, FieldValue>,
): string[] {
  // Without a list of all paths: of a sweep, hundreds of recipes are held against each of thousands.
  const paths: string[] = []
  for (const [path, value] of a) if (b.get(path) !== value) paths.push(path)
  for (const path of b.keys()) if (!a.has(path)) paths.push(path)
  return paths
}
