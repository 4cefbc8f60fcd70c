import type { Recipe } from '#core/recipe/recipe.ts'
import type { Turn } from '../contestant.ts'
import { EpochTimer, loadMnist, readJob, reply, serveTurns, startTraining } from './child-support.ts'

/** A child process that trains a recipe for `Contestant`: whole epochs, in turns of a least length. */
export interface TrainEpochsJob {
  readonly recipe: Recipe
  readonly threads: number
  /** A turn goes on with whole epochs until so much time has passed. */
  readonly minSeconds: number
  /** See `Variant`. */
  readonly isNarrow: boolean
}

const { recipe, threads, minSeconds, isNarrow } = readJob() as TrainEpochsJob
const timer = new EpochTimer(startTraining(recipe, await loadMnist(), threads, { isNarrow }))

function takeTurn(): Turn {
  let [epochs, trainSeconds, evaluateSeconds, testAccuracy] = [0, 0, 0, NaN]
  while (epochs === 0 || trainSeconds + evaluateSeconds < minSeconds) {
    const epoch = timer.run()
    trainSeconds += epoch.trainSeconds
    evaluateSeconds += epoch.evaluateSeconds
    testAccuracy = epoch.testAccuracy
    epochs++
  }
  return {
    epochs,
    trainSeconds: trainSeconds / epochs,
    evaluateSeconds: evaluateSeconds / epochs,
    testAccuracy,
  }
}

// The warm-up: after it the loops are compiled.
takeTurn()
reply({ versions: {} })
await serveTurns(takeTurn)
timer.close()
