import type { Divergence, StopReason } from '../runs/reason.ts'
import { type DataSet, sliceImages, splitDataSet } from '../data/data-set.ts'
import type { EngineOptions } from '../engine/create-engine.ts'
import { exp } from '../math/exponential.ts'
import { ln } from '../math/logarithm.ts'
import { parseRecipe, type Recipe } from '../recipe/recipe.ts'
import { evaluateNetwork } from '../evaluation/evaluate.ts'
import { trainThrough } from './train-through.ts'

export interface LearningCurveOptions {
  readonly recipe: Recipe
  readonly dataSet: DataSet
  /** Numbers of training images, each the first of the training file. */
  readonly sizes: readonly number[]
  readonly seeds: readonly number[]
  /**
   * Epochs of every size. Without it, every size gets as many training steps as the recipe gives its own images, so
   * that few images are not judged by a training that has hardly begun.
   */
  readonly epochs?: number | undefined
  /** A clock in milliseconds, for the recipe's time limit. */
  readonly now?: () => number
  /** How to make the recipe's engine. */
  readonly engine?: EngineOptions
}

/** One network of a learning curve, measured after its training. */
export interface LearningCurvePoint {
  readonly size: number
  readonly seed: number
  /** Epochs done. */
  readonly epochs: number
  /** On the images that it learned from, 0 to 1; null for a training that diverged. */
  readonly trainAccuracy: number | null
  /** Null without validation images, or for a training that diverged. */
  readonly validationAccuracy: number | null
  /** Null without test images, or for a training that diverged. */
  readonly testAccuracy: number | null
  /** Why the training ended before its last epoch, where it did. */
  readonly reason: StopReason | Divergence | null
}

export type LearningCurveStep =
  | {
      readonly type: 'progress'
      readonly size: number
      readonly seed: number
      /** Networks done, of all. */
      readonly done: number
      readonly total: number
      /** 0 to 1, of this network's epochs. */
      readonly share: number
    }
  | { readonly type: 'point'; readonly point: LearningCurvePoint }

/**
 * Trains one network for each amount of training data and seed, smallest first, in slices that the caller draws one by
 * one, and measures each when it is trained.
 * @throws DataError where the data set has too few images
 */
export function* learningCurve(
  options: LearningCurveOptions,
): Generator<LearningCurveStep, LearningCurvePoint[]> {
  const { dataSet, seeds, now, engine } = options
  const points: LearningCurvePoint[] = []
  const total = options.sizes.length * seeds.length
  for (const size of [...options.sizes].sort((a, b) => a - b)) {
    for (const seed of seeds) {
      const recipe = recipeForSize(options.recipe, { size, seed, epochs: options.epochs })
      const parts = splitDataSet(dataSet, recipe.data)
      const none = sliceImages(parts.test, 0, 0)
      const seen = looksAtValidation(recipe) ? parts : { ...parts, validation: none, test: none }
      const training = trainThrough({ recipe, parts: seen, engine, ...(now && { now }) })
      let step = training.next()
      while (!step.done) {
        if (step.value.type === 'progress') {
          const share = (step.value.epoch + step.value.share) / recipe.epochs
          yield { type: 'progress', size, seed, done: points.length, total, share }
        }
        step = training.next()
      }
      const { parameters, epochs, reason, hasDiverged } = step.value
      const accuracy = (part: keyof typeof parts): number | null => {
        if (hasDiverged || parts[part].count === 0) return null
        const { correct, total: count } = evaluateNetwork(recipe, parameters, parts[part])
        return correct / count
      }
      const point = {
        size,
        seed,
        epochs: epochs.length,
        trainAccuracy: accuracy('train'),
        validationAccuracy: accuracy('validation'),
        testAccuracy: accuracy('test'),
        reason,
      }
      points.push(point)
      yield { type: 'point', point }
    }
  }
  return points
}

/** Whether the recipe's schedule or stopping rules need to be told of unseen images after each epoch. */
export function looksAtValidation({ stopping, schedule }: Recipe): boolean {
  return stopping.patience !== null || stopping.targetAccuracy !== null || schedule.name === 'plateau'
}

/**
 * The recipe for another amount of training data: as many training steps (or the epochs asked for), all that it counts
 * in epochs stretched with them, and penalties as strong on each weight (network2's λ is divided by the images, so it
 * goes with them).
 * @throws RecipeError where that gives no valid recipe
 */
export function recipeForSize(
  recipe: Recipe,
  { size, seed, epochs }: { size: number; seed: number; epochs?: number | undefined },
): Recipe {
  const count = epochs ?? Math.max(1, Math.round((recipe.epochs * recipe.data.trainSize) / size))
  const stretch = count / recipe.epochs
  const whole = (value: number): number => Math.max(1, Math.round(value * stretch))
  const penalty = (given: Recipe['l2']): Recipe['l2'] =>
    given.convention === 'network2'
      ? { ...given, lambda: (given.lambda * size) / recipe.data.trainSize }
      : given
  const { patience } = recipe.stopping
  return parseRecipe({
    ...recipe,
    data: { ...recipe.data, trainSize: size },
    batchSize: Math.min(recipe.batchSize, size),
    epochs: count,
    seed,
    l1: penalty(recipe.l1),
    l2: penalty(recipe.l2),
    warmupEpochs: Math.min(count, Math.round(recipe.warmupEpochs * stretch)),
    schedule: stretch === 1 ? recipe.schedule : stretchSchedule(recipe.schedule, stretch, whole),
    stopping: {
      ...recipe.stopping,
      patience: patience && { ...patience, epochs: whole(patience.epochs) },
    },
  })
}

function stretchSchedule(
  schedule: Recipe['schedule'],
  stretch: number,
  whole: (epochs: number) => number,
): Recipe['schedule'] {
  switch (schedule.name) {
    case 'step':
      return { ...schedule, every: whole(schedule.every) }
    case 'exponential':
      return { ...schedule, factor: exp(ln(schedule.factor) / stretch) }
    case 'inverse-time':
      return { ...schedule, decay: schedule.decay / stretch }
    case 'plateau':
      return { ...schedule, patience: whole(schedule.patience) }
    case 'constant':
    case 'cosine':
      return schedule
  }
}
