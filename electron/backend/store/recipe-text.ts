import { z } from 'zod'
import { describeIssue } from '#core/recipe/describe-issue.ts'
import { dataSchema, type Recipe, recipeShape } from '#core/recipe/recipe.ts'
import { readStoredRecipe } from '#core/recipe/stored-recipe.ts'

/** Recipes kept by their text, at most: a run's summary is made again at each of its epochs. */
const KEPT_RECIPES = 20_000
const recipes = new Map<string, Recipe>()

/**
 * A recipe as it is stored; what older programs did not know gets its default, or what a migration wrote. Null for a
 * text that is no recipe, see `findRecipeProblem`.
 */
export function readRecipeText(text: string): Recipe | null {
  const known = recipes.get(text)
  if (known !== undefined) return known
  const value = readJson(text)
  if (!recipeShape.safeParse(value).success) return null
  const recipe = readStoredRecipe(value)
  if (recipes.size >= KEPT_RECIPES) recipes.clear()
  recipes.set(text, recipe)
  return recipe
}

/** What is wrong with a recipe as it is stored, in words; null where it can be read. */
export function findRecipeProblem(text: unknown): string | null {
  if (typeof text !== 'string') return 'it is no text'
  if (readRecipeText(text) !== null) return null
  const value = readJson(text)
  if (value === undefined) return 'it is no JSON'
  const { error } = recipeShape.safeParse(value)
  return describeFirst(error)
}

/** The part of a stored recipe that says what is measured; null where it cannot be read. @param text JSON or NULL */
export function readDataText(text: unknown): Recipe['data'] | null {
  return typeof text === 'string' ? (dataSchema.safeParse(readJson(text)).data ?? null) : null
}

function describeFirst(error: z.ZodError | undefined): string {
  const issue = error?.issues[0]
  return issue === undefined ? 'it cannot be read' : describeIssue(issue)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
