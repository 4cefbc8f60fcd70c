import type { RunBeside } from '#core/evaluation/diagnosis/beside.ts'
import { TriedRecipes } from '#core/evaluation/diagnosis/tried-recipes.ts'
import { findMisfits } from '#core/recipe/fitting-defaults.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { findIdleEnd, plannedRates } from '#core/training/learning-rate.ts'
import { describeMisfit } from '#shared/words/misfit-words.ts'
import { describeIdleEnd } from '#shared/words/schedule-words.ts'
import type { RecipeDoubts } from '../json-lines/run-lines.ts'

/**
 * What of a recipe does not do what a person may expect: epochs that learn nothing, and fields that do not suit the others.
 * @param hasWeights whether the training begins with weights of a file, so that the recipe's first ones do not matter
 * @param listRuns those of the store: a value that did well in runs of this recipe is not doubted
 */
export async function findDoubts(
  recipe: Recipe,
  {
    hasWeights,
    listRuns,
  }: { readonly hasWeights: boolean; readonly listRuns: () => Promise<readonly RunBeside[]> },
): Promise<RecipeDoubts> {
  const idle = describeIdleEnd(recipe)
  const doubted = findMisfits(recipe).filter(({ field }) => !hasWeights || field !== 'initializer.name')
  const tried = new TriedRecipes(doubted.length === 0 ? [] : await listRuns())
  const misfits = doubted.filter((misfit) => !tried.disproves(misfit, recipe))
  return {
    idleEpochs: findIdleEnd(plannedRates(recipe)).epochs,
    misfits,
    doubts: [...(idle === null ? [] : [idle]), ...misfits.map((misfit) => describeMisfit(misfit))],
  }
}
