import { type Recipe, RecipeError } from '#core/recipe/recipe.ts'
import { FieldPathError } from '#core/experiments/sweep/recipe-field.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { DataLibrary } from '../data/data-library.ts'

/**
 * The recipe with just the unseen images that trainings of it are measured on: validation where it keeps some, else
 * test, and the whole test file where it asks for none.
 * @throws WorkbenchError `invalid` where it does not fit its data set, `data` where that is not there
 */
export async function fitUnseen(
  recipe: Recipe,
  library: Pick<DataLibrary, 'checkFit' | 'describe'>,
): Promise<Recipe> {
  await library.checkFit(recipe)
  const { validationSize, testSize, dataSet, fingerprint } = recipe.data
  if (validationSize > 0) return { ...recipe, data: { ...recipe.data, testSize: 0 } }
  if (testSize > 0) return recipe
  const { testCount } = await library.describe(dataSet, fingerprint)
  return { ...recipe, data: { ...recipe.data, testSize: testCount } }
}

/** Does what may find that a recipe is none. @throws WorkbenchError `invalid` */
export function refuseInvalid<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RecipeError) throw new WorkbenchError('invalid', error.message, error.problems)
    throw error instanceof FieldPathError ? new WorkbenchError('invalid', error.message) : error
  }
}

/** @param sizes the requested numbers of training images. @throws WorkbenchError `invalid` */
export function refuseTooMany(
  { data: { trainSize } }: Recipe,
  sizes: readonly number[],
  whose: string,
): void {
  const tooMany = sizes.find((size) => size > trainSize)
  if (tooMany === undefined) return
  throw new WorkbenchError(
    'invalid',
    `Training images: expected at most the ${trainSize} of the ${whose}, got ${tooMany}`,
  )
}
