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
      const share = epochs > 1 ? epoch / (epochs - 1) : 0
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
