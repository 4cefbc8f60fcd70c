import type { Recipe } from '#core/recipe/recipe.ts'
import type { EvaluateTask } from '../../worker/messages.ts'

/**
 * The test images to try a recipe's weights on: as many as the recipe takes of its own data set. Of another data set,
 * or where the recipe asks for no test, the whole test file.
 * @param dataSet by default the recipe's own
 */
export function testImagesFor(
  recipe: Recipe,
  dataSet = recipe.data.dataSet,
): Pick<EvaluateTask, 'dataSet' | 'part' | 'count'> {
  const { testSize } = recipe.data
  const isOwn = dataSet === recipe.data.dataSet
  return { dataSet, part: 'test', count: isOwn && testSize > 0 ? testSize : null }
}
