import { cos } from '../math/trigonometry.ts'
import { wholePower } from '../math/exponential.ts'
import type { Recipe } from '../recipe/recipe.ts'

type ScheduledRecipe = Pick<Recipe, 'optimizer' | 'schedule' | 'warmupEpochs' | 'epochs'>

/**
 * The learning rate of one step. It follows from the recipe and the metrics so far alone, so a resumed training
 * needs no memory of its schedule.
 * @param epoch from 0
 * @param progress how far into the epoch the step brings the training, above 0 up to 1
 * @param plateaus how often the schedule `plateau` has cut the rate so far, which `LookBack` counts
 */
export function learningRateAt(
  recipe: ScheduledRecipe,
  epoch: number,
  progress: number,
  plateaus: number,
): number {
  const scheduled = scheduledRate(recipe, epoch, plateaus)
  if (epoch >= recipe.warmupEpochs) return scheduled
  return (scheduled * (epoch + progress)) / recipe.warmupEpochs
}

/**
 * The learning rate at the end of each epoch of a recipe, as far as it is known before the training: without the cuts of
 * `plateau`, which follow from what is measured.
 */
export function plannedRates(recipe: ScheduledRecipe): number[] {
  return Array.from({ length: recipe.epochs }, (_, epoch) => learningRateAt(recipe, epoch, 1, 0))
}

/** A rate this many times smaller than the largest of its training moves next to nothing. */
const NEGLIGIBLE = 1e-5

/** How many epochs at the end of some rates are too small to learn by, and whether they are 0. */
export function findIdleEnd(rates: readonly number[]): { readonly epochs: number; readonly isZero: boolean } {
  const largest = rates.reduce((a, b) => Math.max(a, b), 0)
  const last = rates.findLastIndex((rate) => rate > NEGLIGIBLE * largest)
  const idle = rates.slice(last + 1)
  return { epochs: idle.length, isZero: idle.length > 0 && idle.every((rate) => rate === 0) }
}

function scheduledRate(
  { optimizer: { learningRate }, schedule, epochs }: ScheduledRecipe,
  epoch: number,
  plateaus: number,
): number {
  switch (schedule.name) {
    case 'constant':
      return learningRate
    case 'step':
      return learningRate * wholePower(schedule.factor, Math.floor(epoch / schedule.every))
    case 'exponential':
      return learningRate * wholePower(schedule.factor, epoch)
    case 'cosine': {
      const span = schedule.reaches === 'after-last-epoch' ? epochs : Math.max(1, epochs - 1)
      const share = epoch / span
      return schedule.minimum + ((learningRate - schedule.minimum) * (1 + cos(Math.PI * share))) / 2
    }
    case 'inverse-time':
      return learningRate / (1 + schedule.decay * epoch)
    case 'plateau':
      return learningRate * wholePower(schedule.factor, plateaus)
  }
}
