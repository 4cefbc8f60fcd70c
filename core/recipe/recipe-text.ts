import { readJson } from '../formats/read-json.ts'
import { parseRecipe, type Recipe } from './recipe.ts'

/**
 * Reads a recipe from the text of its JSON file, or of a preset's, one that comes with the workbench or an own one.
 * @throws FormatError where it is no JSON; RecipeError with every problem of the recipe
 */
export function readRecipeText(text: string): Recipe {
  const value = readJson(text, 'a recipe as JSON')
  return parseRecipe(isPreset(value) ? value.recipe : value)
}

function isPreset(value: unknown): value is { recipe: unknown } {
  return typeof value === 'object' && value !== null && 'recipe' in value && 'name' in value
}
