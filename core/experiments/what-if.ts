import type { Divergence } from '../runs/reason.ts'
import {
  type DataSet,
  type LabelledImages,
  type PartName,
  sliceImages,
  splitDataSet,
} from '../data/data-set.ts'
import { createEngine, type EngineOptions } from '../engine/create-engine.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { Training } from '../training/training.ts'
import { looksAtValidation } from './learning-curve.ts'
import { measurementsPerEpoch, type WhatIfPlan, whatIfRecipe } from './what-if-plan.ts'

/** A short training, measured within its course. */
export interface WhatIfPoint {
  /** Training done, in epochs; 0 before the first step. */
  readonly epochs: number
  /** Mean over up to 1,000 training images, without penalty; null where it is no number. */
  readonly trainLoss: number | null
  /** 0 to 1, on the same images. */
  readonly trainAccuracy: number
  /** Mean over unseen images; null where it is no number. */
  readonly loss: number | null
  /** Unseen images that were read right, of `total`: up to 2,000 of validation, else of test. */
  readonly correct: number
  readonly total: number
}

/** What came of one value. */
export interface WhatIfLine {
  readonly value: number
  readonly points: readonly WhatIfPoint[]
  /** Why its training diverged; null where it did not. */
  readonly divergence: Divergence | null
}

export type WhatIfStep =
  | {
      readonly type: 'progress'
      /** The value at work. */
      readonly value: number
      /** Values done, of all. */
      readonly done: number
      readonly total: number
      /** 0 to 1, of this value's training. */
      readonly share: number
    }
  | { readonly type: 'point'; readonly value: number; readonly point: WhatIfPoint }
  /** A value's training is over. */
  | { readonly type: 'ended'; readonly value: number; readonly divergence: Divergence | null }

export interface WhatIfOptions {
  /** Keeps validation or test images: it is measured on these. */
  readonly recipe: Recipe
  readonly dataSet: DataSet
  readonly plan: WhatIfPlan
  /** How to make the recipe's engine. */
  readonly engine?: EngineOptions
}

/** Examples of one slice of work, at most: some milliseconds, so that a caller can report progress. */
const SLICE = 500
const MAX_UNSEEN = 2000
const MAX_SEEN = 1000
/** Images that are measured at a time. */
const CHUNK = 100

/**
 * Trains a recipe for a few epochs with each value of a field, in slices that the caller draws one by one, and measures
 * each several times an epoch. All start from the recipe's own seed.
 * @throws DataError where the data set has too few images; RecipeError for a value that gives no valid recipe
 */
export function* whatIf(options: WhatIfOptions): Generator<WhatIfStep, WhatIfLine[]> {
  const { values } = options.plan
  const lines: WhatIfLine[] = []
  for (const value of values) {
    const course = tryValue(options, value)
    const points: WhatIfPoint[] = []
    let step = course.next()
    for (; !step.done; step = course.next()) {
      if (typeof step.value === 'number') {
        yield { type: 'progress', value, done: lines.length, total: values.length, share: step.value }
      } else {
        points.push(step.value)
        yield { type: 'point', value, point: step.value }
      }
    }
    lines.push({ value, points, divergence: step.value })
    yield { type: 'ended', value, divergence: step.value }
  }
  return lines
}

/** Yields the share of the training that is done, and what was measured. @returns why it diverged, or null */
function* tryValue(
  { recipe: given, dataSet, plan, engine }: WhatIfOptions,
  value: number,
): Generator<number | WhatIfPoint, Divergence | null> {
  const recipe = whatIfRecipe(given, plan, value)
  const parts = splitDataSet(dataSet, recipe.data)
  const none = sliceImages(parts.test, 0, 0)
  // What a schedule does not need to know is measured here alone.
  const trainingParts = looksAtValidation(recipe)
    ? { ...parts, test: none }
    : { ...parts, validation: none, test: none }
  const measure = makeMeasure(recipe, parts)
  const training = new Training({ recipe, parts: trainingParts, engine, measuresLayers: false })
  const count = parts.train.count
  const end = plan.epochs * count
  const perEpoch = measurementsPerEpoch(plan)
  /** Examples before a measurement, by its number; mini-batches that are larger leave some out. */
  const placeOf = (measurement: number): number => Math.round((measurement * count) / perEpoch)
  let measurement = 0
  try {
    for (;;) {
      const { examplesDone } = training.position
      if (examplesDone >= placeOf(measurement)) {
        yield measure(examplesDone / count, training.checkpoint().parameters)
        if (examplesDone >= end) return null
        while (placeOf(measurement) <= examplesDone) measurement++
      }
      const event = training.advance(Math.min(SLICE, placeOf(measurement) - examplesDone))
      if (event.type === 'diverged') return event.reason
      yield training.position.examplesDone / end
    }
  } finally {
    training.close()
  }
}

type Measure = (epochs: number, parameters: Float64Array) => WhatIfPoint

/** An engine of its own: one that trains must not be disturbed. */
function makeMeasure(recipe: Recipe, parts: Record<PartName, LabelledImages>): Measure {
  const engine = createEngine({ ...recipe, batchSize: CHUNK })
  const prepare = (images: LabelledImages, limit: number) =>
    engine.prepare(sliceImages(images, 0, Math.min(limit, images.count)))
  const seen = prepare(parts.train, MAX_SEEN)
  const unseen = prepare(parts.validation.count > 0 ? parts.validation : parts.test, MAX_UNSEEN)
  const mean = (sum: number, count: number): number | null => (Number.isFinite(sum) ? sum / count : null)
  return (epochs, parameters) => {
    engine.load(parameters)
    const onSeen = engine.evaluate(seen, 0, seen.count)
    const onUnseen = engine.evaluate(unseen, 0, unseen.count)
    return {
      epochs,
      trainLoss: mean(onSeen.lossSum, seen.count),
      trainAccuracy: onSeen.correct / seen.count,
      loss: mean(onUnseen.lossSum, unseen.count),
      correct: onUnseen.correct,
      total: unseen.count,
    }
  }
}
