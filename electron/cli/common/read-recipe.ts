import type { Recipe } from '#core/recipe/recipe.ts'
import { readRecipeText } from '#core/recipe/recipe-text.ts'
import { describeRecipeLink, findRecipePayload, readRecipeLink } from '#shared/recipe-link.ts'
import { UsageError } from './errors.ts'
import type { Output } from './output.ts'
import { readInputText } from './read-input.ts'

/** Reads a recipe from a JSON file, also that of a preset. @throws UsageError with everything that is wrong, on one line */
export function readRecipe(file: string): Recipe {
  const text = readInputText(file)
  try {
    return readRecipeText(text)
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/**
 * Reads a recipe from a JSON file or a link, `backprop://recipe/…`, and tells of a link without checksum.
 * @throws UsageError with what is wrong, on one line
 */
export async function readRecipeOrLink(given: string, output: Output): Promise<Recipe> {
  if (findRecipePayload(given) === null) return readRecipe(given)
  try {
    const recipe = await readRecipeLink(given)
    const remark = describeRecipeLink(given)
    if (remark !== null) output.note(`--recipe: ${remark}`)
    return recipe
  } catch (error) {
    throw new UsageError(`--recipe: ${error instanceof Error ? error.message : String(error)}`)
  }
}
