import type { Recipe } from '#core/recipe/recipe.ts'
import { EpochTimer, loadMnist, readJob, reply, startTraining } from './child-support.ts'

/** A child process that trains a recipe from its first weights until an epoch's test accuracy is reached. */
export interface TimeToAccuracyJob {
  readonly recipe: Recipe
  readonly threads: number
  /** 0 to 1. */
  readonly target: number
}

export interface TimeToAccuracy {
  /** Of training and evaluation, from the first mini-batch to the end of the last epoch. */
  readonly seconds: number
  /** Of making the training: first weights, and images as the engine wants them. */
  readonly setUpSeconds: number
  readonly epochs: number
  /** Of the last epoch, 0 to 1; below the target where the recipe's epochs were not enough. */
  readonly testAccuracy: number
}

const { recipe, threads, target } = readJob() as TimeToAccuracyJob
const dataSet = await loadMnist()
const startedAt = performance.now()
const timer = new EpochTimer(startTraining(recipe, dataSet, threads))
const setUpSeconds = (performance.now() - startedAt) / 1000

let [seconds, epochs, testAccuracy] = [0, 0, 0]
while (epochs < recipe.epochs && testAccuracy < target) {
  const epoch = timer.run()
  seconds += epoch.trainSeconds + epoch.evaluateSeconds
  testAccuracy = epoch.testAccuracy
  epochs++
}
timer.close()
reply({ seconds, setUpSeconds, epochs, testAccuracy } satisfies TimeToAccuracy)
