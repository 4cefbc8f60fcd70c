import { cos } from '../math/trigonometry.ts'
import { wholePower } from '../math/exponential.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { Schedule } from '../recipe/schedule.ts'
import type { TrainedEpoch } from '../runs/epoch-metrics.ts'

type ScheduledRecipe = Pick<Recipe, 'optimizer' | 'schedule' | 'warmupEpochs' | 'epochs'>

/**
 * The learning rate of one step. It follows from the recipe and the metrics so far alone, so a resumed training
 * needs no memory of its schedule.
 * @param epoch from 0
 * @param progress how far into the epoch the step brings the training, above 0 up to 1
 * @param history the finished epochs, in order
 */
export function learningRateAt(
  recipe: ScheduledRecipe,
  epoch: number,
  progress: number,
  history: readonly TrainedEpoch[],
): number {
  const scheduled = scheduledRate(recipe, epoch, history)
  if (epoch >= recipe.warmupEpochs) return scheduled
  return (scheduled * (epoch + progress)) / recipe.warmupEpochs
}

/**
 * The learning rate at the end of each epoch of a recipe, as far as it is known before the training: without the cuts of
 * `plateau`, which follow from what is measured.
 */
export function plannedRates(recipe: ScheduledRecipe): number[] {
  return Array.from({ length: recipe.epochs }, (_, epoch) => learningRateAt(recipe, epoch, 1, []))
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
  history: readonly TrainedEpoch[],
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
      return learningRate * wholePower(schedule.factor, countPlateaus(schedule, history))
  }
}

/** How often a measure went `patience` epochs without a new best; each time the count begins anew. */
function countPlateaus(
  { patience }: Extract<Schedule, { name: 'plateau' }>,
  history: readonly TrainedEpoch[],
): number {
  let best = Infinity
  let waited = 0
  let plateaus = 0
  for (const { validationLoss, trainLoss } of history) {
    const loss = validationLoss ?? trainLoss
    if (loss < best) {
      best = loss
      waited = 0
    } else if (++waited >= patience) {
      plateaus++
      waited = 0
    }
  }
  return plateaus
}
