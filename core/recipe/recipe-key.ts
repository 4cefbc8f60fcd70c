import { portableName } from './portable-recipe.ts'
import { type Recipe, recipeShape } from './recipe.ts'

/**
 * A text that recipes share which train the same on any machine: a folder of images goes by its base name, and whether its
 * images are known by a fingerprint does not count, see `haveSameImages`.
 */
export function recipeKey(recipe: Recipe): string {
  const data = { ...recipe.data, dataSet: portableName(recipe.data.dataSet), fingerprint: undefined }
  return JSON.stringify(recipeShape.parse({ ...recipe, data }))
}

/** Whether two recipes of the same key can mean the same images: where both name a fingerprint, it is one. */
export function haveSameImages({ data: a }: Recipe, { data: b }: Recipe): boolean {
  return a.fingerprint === undefined || b.fingerprint === undefined || a.fingerprint === b.fingerprint
}
