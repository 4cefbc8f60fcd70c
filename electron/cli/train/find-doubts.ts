import { findMisfits } from '#core/recipe/fitting-defaults.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { findIdleEnd, plannedRates } from '#core/training/learning-rate.ts'
import { describeMisfit } from '#shared/words/misfit-words.ts'
import { describeIdleEnd } from '#shared/words/schedule-words.ts'
import type { RecipeDoubts } from '../json-lines/run-lines.ts'

/**
 * What of a recipe does not do what a person may expect: epochs that learn nothing, and fields that do not suit the others.
 * @param hasWeights whether the training begins with weights of a file, so that the recipe's first ones do not matter
 */
export function findDoubts(recipe: Recipe, { hasWeights }: { readonly hasWeights: boolean }): RecipeDoubts {
  const idle = describeIdleEnd(recipe)
  const misfits = findMisfits(recipe).filter(({ field }) => !hasWeights || field !== 'initializer.name')
  return {
    idleEpochs: findIdleEnd(plannedRates(recipe)).epochs,
    misfits,
    doubts: [...(idle === null ? [] : [idle]), ...misfits.map((misfit) => describeMisfit(misfit))],
  }
}
