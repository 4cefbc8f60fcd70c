import { parseRecipe, type Recipe, RecipeError } from '#core/recipe/recipe.ts'
import { findRecipePayload, readRecipeLink } from '#shared/recipe-link.ts'
import { UsageError } from './errors.ts'
import { readInputText } from './read-input.ts'

/** Reads a recipe from a JSON file, also that of a preset. @throws UsageError with everything that is wrong, on one line */
export function readRecipe(file: string): Recipe {
  const text = readInputText(file)
  try {
    const value: unknown = JSON.parse(text)
    return parseRecipe(isPreset(value) ? value.recipe : value)
  } catch (error) {
    if (error instanceof RecipeError) throw new UsageError(`${file}: ${error.message}`)
    throw new UsageError(`${file}: expected a recipe as JSON, got something else or a cut-off file`)
  }
}

function isPreset(value: unknown): value is { recipe: unknown } {
  return typeof value === 'object' && value !== null && 'recipe' in value && 'published' in value
}

/** Reads a recipe from a JSON file or a link, `backprop://recipe/…`. @throws UsageError with what is wrong, on one line */
export async function readRecipeOrLink(given: string): Promise<Recipe> {
  if (findRecipePayload(given) === null) return readRecipe(given)
  try {
    return await readRecipeLink(given)
  } catch (error) {
    throw new UsageError(`--recipe: ${error instanceof Error ? error.message : String(error)}`)
  }
}
