import { countParameters } from '../network/parameters.ts'
import { parseRecipe, type Recipe, RecipeError } from '../recipe/recipe.ts'
import { setRecipeField } from './sweep/set-recipe-field.ts'
import { recipeForSize } from './learning-curve.ts'

/** Values of one field that are tried in short trainings of a recipe. */
export interface WhatIfPlan {
  /** The field, as in `optimizer.learningRate`. */
  readonly field: string
  /** In the order in which they are tried. */
  readonly values: readonly number[]
  /** Epochs of each training: the first of those that the recipe would make. */
  readonly epochs: number
  /** Training images of each, the first of the recipe's own. */
  readonly trainSize: number
}

/** Values of one plan, at most: more lines than these are no longer told apart. */
export const MAX_WHAT_IF_VALUES = 9
/** Epochs that a training is usually watched for. */
export const USUAL_WHAT_IF_EPOCHS = 3
/** Training images that are usually taken: enough to tell values apart, few enough to do so in seconds. */
export const USUAL_WHAT_IF_IMAGES = 10_000
/** Measurements of a training, about; several an epoch where epochs are few. */
const MEASUREMENTS = 15

/** Measurements an epoch, evenly spread; the last is at its end. */
export function measurementsPerEpoch({ epochs }: Pick<WhatIfPlan, 'epochs'>): number {
  return Math.max(1, Math.round(MEASUREMENTS / epochs))
}

/**
 * The recipe of one training of a plan. Its schedule stays that of the whole training, of which only the first epochs
 * are made; penalties stay as strong on each weight with fewer images; and no stopping rule ends it but the loss bound.
 * @throws RecipeError where the value gives no valid recipe
 */
export function whatIfRecipe(
  recipe: Recipe,
  { field, epochs, trainSize }: Omit<WhatIfPlan, 'values'>,
  value: number,
): Recipe {
  const own = setRecipeField(recipe, field, value)
  if (field === 'batchSize' && value > trainSize) {
    const message = `Mini-batch size: expected at most the ${trainSize} training images, got ${value}`
    throw new RecipeError([{ path: ['batchSize'], message }])
  }
  const { lossBound } = own.stopping
  const sized = recipeForSize(own, { size: trainSize, seed: own.seed, epochs: own.epochs })
  return parseRecipe({ ...sized, epochs: Math.max(own.epochs, epochs), stopping: { lossBound } })
}

/** The recipes of a plan, in the order of its values. @throws RecipeError for a value that gives no valid recipe */
export function whatIfRecipes(recipe: Recipe, plan: WhatIfPlan): Recipe[] {
  return plan.values.map((value) => whatIfRecipe(recipe, plan, value))
}

/** The work of one training of a plan, beside which that of another can be held. */
export function whatIfWork(recipe: Recipe, { epochs }: Pick<WhatIfPlan, 'epochs'>): number {
  return recipe.data.trainSize * epochs * countParameters(recipe)
}
