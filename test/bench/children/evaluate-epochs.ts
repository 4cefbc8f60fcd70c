import type { Recipe } from '#core/recipe/recipe.ts'
import { EpochTimer, loadMnist, readJob, reply, startTraining } from './child-support.ts'

/** A child process that measures the evaluation after an epoch. */
export interface EvaluateEpochsJob {
  /** Trained on few images, so that an epoch is little but its evaluation. */
  readonly recipe: Recipe
  readonly threads: number
  readonly repetitions: number
}

export interface EpochEvaluations {
  /** Milliseconds of each evaluation but the first. */
  readonly ms: readonly number[]
}

const { recipe, threads, repetitions } = readJob() as EvaluateEpochsJob
const timer = new EpochTimer(startTraining(recipe, await loadMnist(), threads))
timer.run()
const ms = Array.from({ length: repetitions }, () => timer.run().evaluateSeconds * 1000)
timer.close()
reply({ ms } satisfies EpochEvaluations)
