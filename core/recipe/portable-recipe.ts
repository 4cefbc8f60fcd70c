import { FOLDER_SCHEME, folderNameOf } from './data-set-name.ts'
import { parseMix, renameParts } from './mixed-data-set.ts'
import type { Recipe } from './recipe.ts'

/** A data set's name that holds on other machines, too: a folder goes by its base name, also within a mixed data set. */
export function portableName(dataSet: string): string {
  const folder = folderNameOf(dataSet)
  return folder === null ? renameParts(dataSet, portableName) : `${FOLDER_SCHEME}${folder}`
}

/** Whether a data set is a folder of a person's own, or is mixed with one. */
export function hasFolder(dataSet: string): boolean {
  return (
    folderNameOf(dataSet) !== null || (parseMix(dataSet)?.some((part) => hasFolder(part.dataSet)) ?? false)
  )
}

/**
 * A recipe for other machines: its data set goes by a name that holds everywhere, and by its fingerprint.
 * @param fingerprint SHA-256 of the data set, hexadecimal; null where it is not known
 */
export function portableRecipe(recipe: Recipe, fingerprint: string | null): Recipe {
  return {
    ...recipe,
    data: {
      ...recipe.data,
      dataSet: portableName(recipe.data.dataSet),
      ...(fingerprint !== null && { fingerprint }),
    },
  }
}
