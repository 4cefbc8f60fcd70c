import { predictAll } from '#core/evaluation/predict-all.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { sliceImages } from '#core/data/data-set.ts'
import { findNearestImages } from '#core/explain/nearest-images.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { loadMnist, readJob, reply } from './child-support.ts'

/** A child process that measures how long a trained network takes to answer, by what the program asks it with. */
export interface InferenceJob {
  readonly recipe: Recipe
  readonly repetitions: number
}

export interface Inference {
  /** Milliseconds of `predictAll` on all 10,000 test images, call by call, after a first one. */
  readonly testMs: readonly number[]
  /** Milliseconds of a predictor on one digit, means of `ONE_DIGIT_CALLS` calls, after as many. */
  readonly digitMs: readonly number[]
  /** Milliseconds of a search for the training images that are nearest to a test image, each time another one, after a first. */
  readonly nearestMs: readonly number[]
}

const ONE_DIGIT_CALLS = 200
/** As many as Digits shows. */
const NEAREST = 12

const { recipe, repetitions } = readJob() as InferenceJob
const { training, test } = await loadMnist()
const parameters = initializeParameters(recipe)

function timeMs(work: () => void): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

const answer = createPredictor(recipe, parameters)
const predictTest = (): void => void predictAll(recipe, parameters, test)
const predictDigits = (): void => {
  for (let i = 0; i < ONE_DIGIT_CALLS; i++) {
    answer(sliceImages(test, i, i + 1).images)
  }
}
let asked = 0
const findNearest = (): void => {
  const { images } = sliceImages(test, asked, ++asked)
  findNearestImages(images, training, NEAREST)
}
const repeat = (work: () => void): number[] => {
  work()
  return Array.from({ length: repetitions }, () => timeMs(work))
}

reply({
  testMs: repeat(predictTest),
  digitMs: repeat(predictDigits).map((ms) => ms / ONE_DIGIT_CALLS),
  nearestMs: repeat(findNearest),
} satisfies Inference)
