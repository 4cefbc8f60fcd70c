import { findIdleEnd, plannedRates } from '#core/training/learning-rate.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { formatSmall } from '../measures.ts'

type ScheduledRecipe = Pick<Recipe, 'optimizer' | 'schedule' | 'warmupEpochs' | 'epochs'>

/** The learning rates of a recipe's schedule in a sentence, as far as they are known before the training. */
export function describeSchedule(recipe: ScheduledRecipe): string {
  const rates = plannedRates(recipe)
  const last = rates.length - 1
  const { schedule } = recipe
  if (schedule.name === 'plateau') {
    return `From ${formatSmall(recipe.optimizer.learningRate)}, times ${schedule.factor} after ${schedule.patience} epochs without a lower loss; so it follows from what is measured.`
  }
  if (rates.every((rate) => rate === rates[0])) return `${formatSmall(rates[0]!)} in every epoch.`
  const middle = Math.floor(last / 2)
  const between = middle > 0 && middle < last ? `, ${formatSmall(rates[middle]!)} in epoch ${middle}` : ''
  return `${formatSmall(rates[0]!)} at the end of epoch 0${between}, ${formatSmall(rates[last]!)} in epoch ${last}, the last.`
}

/** Says that the last epochs of a recipe cannot learn, and what would let them; null where they can. */
export function describeIdleEnd(recipe: ScheduledRecipe): string | null {
  const { epochs, isZero } = findIdleEnd(plannedRates(recipe))
  if (epochs === 0) return null
  const { schedule } = recipe
  const which = epochs === 1 ? 'The last epoch' : `The last ${epochs} epochs`
  const rate = isZero ? 'a learning rate of 0' : 'less than a hundred-thousandth of the learning rate'
  const effect = isZero ? 'nothing is learned' : 'next to nothing is learned'
  const cure =
    schedule.name === 'cosine'
      ? schedule.minimum === 0
        ? "Let the cosine reach its smallest rate after the last epoch (schedule.reaches: 'after-last-epoch'), or give it a smallest rate above 0."
        : 'A larger smallest rate lets them learn.'
      : 'A larger factor, or fewer epochs, leaves none idle.'
  return `${which} ${epochs === 1 ? 'has' : 'have'} ${rate}, so ${effect} there. ${cure}`
}
