import { type DataSet, sliceImages, splitDataSet } from '../data/data-set.ts'
import { createEngine } from '../engine/create-engine.ts'
import { parseRecipe, type Recipe } from '../recipe/recipe.ts'
import { Training } from '../training/training.ts'

/** Trainings of one recipe that differ by their mini-batches alone, one after the other. */
export interface BatchRacePlan {
  /** In the order in which they train; none larger than the recipe's training images. */
  readonly batchSizes: readonly number[]
  /** Share of unseen images read rightly at which a training has arrived, 0 to 1. */
  readonly target: number
  /** After so much time of training alone it is given up. */
  readonly limitMs: number
  /** One that arrives trains so many times over, with the same results; its times are the medians. */
  readonly rounds: number
}

export interface RacePoint {
  readonly updates: number
  readonly images: number
  /** Of training alone, the median of the rounds so far. */
  readonly milliseconds: number
  /** Share of the unseen images that are read rightly, 0 to 1. */
  readonly accuracy: number
}

export type RaceEnd = 'arrived' | 'given-up' | 'diverged'

export interface RaceLine {
  readonly batchSize: number
  readonly points: readonly RacePoint[]
  readonly end: RaceEnd
}

export type BatchRaceStep =
  | { readonly type: 'progress'; readonly batchSize: number; readonly round: number; readonly share: number }
  | { readonly type: 'point'; readonly batchSize: number; readonly point: RacePoint }
  /** The first training of a batch size is over; in later rounds, all of it with its new times. */
  | { readonly type: 'line'; readonly line: RaceLine }

export interface BatchRaceOptions {
  /** Keeps validation images: accuracy is that of the first 1,000. */
  readonly recipe: Recipe
  readonly dataSet: DataSet
  readonly plan: BatchRacePlan
  /** A clock in milliseconds. */
  readonly now: () => number
}

interface Racer {
  readonly batchSize: number
  readonly recipe: Recipe
  readonly points: Omit<RacePoint, 'milliseconds'>[]
  /** Of each round, the time until each point. */
  readonly times: number[][]
  end: RaceEnd
}

/** Examples of one slice of work: some milliseconds, so that a caller can report progress. */
const SLICE = 500
const UNSEEN = 1000
/** Each measurement has so many times the updates of the one before. */
const GROWTH = 1.15

/**
 * Trains a recipe with each batch size from the same weights on one thread, in slices that the caller draws one by one.
 * Measuring is not counted as time.
 * @throws DataError where the data set has too few images; RecipeError for a batch size that gives no valid recipe
 */
export function* batchRace({
  recipe: given,
  dataSet,
  plan,
  now,
}: BatchRaceOptions): Generator<BatchRaceStep, RaceLine[]> {
  const { batchSizes, rounds } = plan
  const parts = splitDataSet(dataSet, given.data)
  const none = sliceImages(parts.test, 0, 0)
  const seen = { ...parts, validation: none, test: none }
  const measure = makeMeasure(
    given,
    sliceImages(parts.validation, 0, Math.min(UNSEEN, parts.validation.count)),
  )
  const racers = batchSizes.map((batchSize): Racer => ({
    ...{ batchSize, recipe: raceRecipe(given, batchSize) },
    ...{ points: [], times: [], end: 'given-up' },
  }))
  const lineOf = ({ batchSize, points, times, end }: Racer): RaceLine => ({
    ...{ batchSize, end },
    points: points.map((point, k) => ({ ...point, milliseconds: median(times.map((each) => each[k]!)) })),
  })

  for (let round = 0; round < rounds; round++) {
    // How long one takes that is given up does not matter.
    for (const racer of round === 0 ? racers : racers.filter(({ end }) => end === 'arrived')) {
      const { batchSize, recipe, points } = racer
      const times: number[] = []
      const training = new Training({ recipe, parts: seen, measuresLayers: false })
      let spent = 0
      let updates = 0
      try {
        for (;;) {
          if (round === 0) {
            const accuracy = measure(training.checkpoint().parameters)
            const point = { updates, images: training.position.examplesDone, accuracy }
            points.push(point)
            yield { type: 'point', batchSize, point: { ...point, milliseconds: spent } }
          }
          times.push(spent)
          const { accuracy } = points[times.length - 1]!
          if (accuracy >= plan.target) racer.end = 'arrived'
          if (
            accuracy >= plan.target ||
            (round === 0 ? spent >= plan.limitMs : times.length >= points.length)
          )
            break
          const goal = Math.max(updates + 1, Math.ceil(updates * GROWTH))
          let hasDiverged = false
          while (updates < goal && !hasDiverged) {
            const start = now()
            const most = Math.min((goal - updates) * batchSize, Math.max(SLICE, batchSize))
            hasDiverged = training.advance(most).type === 'diverged'
            spent += now() - start
            updates = updatesOf(training)
            const share =
              round === 0 ? Math.min(1, spent / plan.limitMs) : times.length / Math.max(1, points.length)
            yield { type: 'progress', batchSize, round, share }
          }
          if (hasDiverged) {
            racer.end = 'diverged'
            break
          }
        }
      } finally {
        training.close()
      }
      racer.times.push(times)
      yield { type: 'line', line: lineOf(racer) }
    }
  }
  return racers.map(lineOf)
}

/**
 * The recipe with another batch size and without what could end it or change its rate on the way.
 * @throws RecipeError for a batch size that gives no valid recipe
 */
function raceRecipe(recipe: Recipe, batchSize: number): Recipe {
  const { lossBound } = recipe.stopping
  return parseRecipe({
    ...{ ...recipe, batchSize, epochs: 100_000, warmupEpochs: 0, schedule: { name: 'constant' } },
    stopping: { lossBound },
  })
}

/** Updates of a training so far; its epochs may end with a smaller mini-batch. */
function updatesOf({ position: { epoch, batch, batches } }: Training): number {
  return epoch * batches + batch
}

/** An engine of its own: one that trains must not be disturbed. */
function makeMeasure(
  recipe: Recipe,
  images: Parameters<typeof sliceImages>[0],
): (parameters: Float64Array) => number {
  const engine = createEngine({ ...recipe, batchSize: 100 })
  const data = engine.prepare(images)
  return (parameters) => {
    engine.load(parameters)
    return engine.evaluate(data, 0, data.count).correct / data.count
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
