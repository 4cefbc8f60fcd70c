import { isRecipeKnown } from '#core/recipe/unknown-fields.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { fromFirstWeights } from '#core/recipe/starting-weights.ts'
import { UsageError } from './errors.ts'
import { findPreset } from './find-preset.ts'
import { findRun } from './find-run.ts'
import type { Output } from './output.ts'
import { readRecipeOrLink } from './read-recipe.ts'
import { type StoreOptions, withWorkbench } from './session.ts'

/** What names a recipe; at most one of the three. */
export interface RecipeSource extends StoreOptions {
  readonly recipe?: string
  readonly preset?: string
  /** A run whose recipe it is. */
  readonly run?: string
}

/**
 * The recipe that the options name, for trainings that all draw first weights; null where none does, which is the lecture's.
 * Says so where it starts from others.
 * @throws UsageError for what is not there, or a run whose training nobody knows
 */
export async function chooseRecipe(source: RecipeSource, output: Output): Promise<Recipe | null> {
  const recipe = await findRecipe(source, output)
  if (recipe?.startsFrom === undefined) return recipe
  output.note(
    'The recipe starts from trained weights; here every training starts from first weights instead.',
  )
  return fromFirstWeights(recipe)
}

async function findRecipe(source: RecipeSource, output: Output): Promise<Recipe | null> {
  const { recipe, preset, run: wanted } = source
  if (recipe !== undefined) return readRecipeOrLink(recipe, output)
  if (preset !== undefined) return (await findPreset(preset)).recipe
  if (wanted === undefined) return null
  return withWorkbench(source, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    if (!isRecipeKnown(run)) {
      throw new UsageError(
        `--run: expected a run whose recipe is known, got '${run.name}', which was imported`,
      )
    }
    return run.recipe
  })
}

/** As `chooseRecipe`, the lecture's recipe where none is named. */
export async function chooseRecipeOrLecture(source: RecipeSource, output: Output): Promise<Recipe> {
  return (await chooseRecipe(source, output)) ?? LECTURE_RECIPE
}
