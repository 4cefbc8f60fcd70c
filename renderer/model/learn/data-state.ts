import type { RaceEnd, RaceLine, RacePoint } from '#core/experiments/batch-race.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import type { DataSetInfo } from '#contract/types.ts'
import { formatCount } from '../format.ts'

export const DATA_PAGES = ['batches', 'piles', 'diagnosis'] as const
export type DataPage = (typeof DATA_PAGES)[number]

/** A mini-batch size; `all`: every training image. */
export type RaceBatch = number | 'all'
/** In the order in which they train. */
export const RACE_BATCHES: readonly RaceBatch[] = [1, 10, 'all']
export const RACE_AXES = ['milliseconds', 'images', 'updates'] as const
export type RaceAxis = (typeof RACE_AXES)[number]

/** How the training of a batch size ended, and what it took. */
export interface RaceOutcome extends Omit<RacePoint, 'accuracy'> {
  readonly batch: RaceBatch
  readonly end: RaceEnd
}

/** Everything that the data view shows follows from this, from the runs and from what the race measured. */
export interface DataState {
  readonly page: DataPage
  readonly race: {
    /** Null: MNIST where it is on this machine, else pen digits. */
    readonly dataSet: string | null
    readonly learningRate: number
    readonly seed: number
    readonly axis: RaceAxis
    /** What was bet to arrive first on the clock; null before. */
    readonly bet: RaceBatch | null
    /** Of a race that was run to its end; else null. */
    readonly outcomes: readonly RaceOutcome[] | null
  }
  readonly piles: {
    /** The run of which the rest is; null before something was chosen. */
    readonly runId: string | null
    /** The epoch that would be handed in; null before one is chosen. */
    readonly chosen: number | null
    /** Epochs whose test error was looked at, in order of the looks. */
    readonly looks: readonly number[]
  }
}

const start: DataState = {
  page: 'batches',
  race: { dataSet: null, learningRate: 3, seed: 1, axis: 'milliseconds', bet: null, outcomes: null },
  piles: { runId: null, chosen: null, looks: [] },
}

/** States that a stop of the guided path or a person begins with. */
export const DATA_STATES = {
  batches: start,
  piles: { ...start, page: 'piles' },
  diagnosis: { ...start, page: 'diagnosis' },
} as const satisfies Record<string, DataState>

/** What a race takes at most. */
export const RACE = { trainSize: 10_000, limitMs: 4000, rounds: 3 } as const

/** The accuracy to reach, 0 to 1: some of the pen digits are learned late. */
export const raceTarget = (dataSet: string | null): number => (dataSet === 'mnist' ? 0.9 : 0.8)

/** The lecture's recipe on some images of a data set. */
export function raceRecipe(info: DataSetInfo, { learningRate, seed }: DataState['race']): Recipe {
  const validationSize = Math.min(1000, Math.floor(info.trainingCount / 6))
  const trainSize = Math.min(RACE.trainSize, info.trainingCount - validationSize)
  const outputs = info.classNames.length > 0 ? info.classNames.length : 10
  return {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, dataSet: info.name, trainSize, validationSize, testSize: 0 },
    inputSize: info.rows * info.columns,
    layers: LECTURE_RECIPE.layers.map((layer, k, all) =>
      k === all.length - 1 ? { ...layer, units: outputs } : layer,
    ),
    optimizer: { name: 'sgd', learningRate },
    seed,
  }
}

export const batchWords = (batch: RaceBatch): string =>
  batch === 'all' ? 'All at once' : batch === 1 ? 'One by one' : `Batches of ${batch}`

/** Time as a person reads it. */
export const timeWords = (milliseconds: number): string =>
  milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`

/** The outcome of a line, in the order of the lines. */
export function outcomeOfLine(batch: RaceBatch, { points, end }: RaceLine): RaceOutcome {
  const { updates, images, milliseconds } = points.at(-1)!
  return { batch, end, updates, images, milliseconds }
}

/** Which of those that arrived was first along an axis; null where none did. */
function winnerOf(outcomes: readonly RaceOutcome[], axis: RaceAxis): RaceBatch | null {
  const arrived = outcomes.filter(({ end }) => end === 'arrived')
  if (arrived.length === 0) return null
  return arrived.reduce((best, each) => (each[axis] < best[axis] ? each : best)).batch
}

/** What came of the race and of the bet, in words. */
export function describeRace({ outcomes, bet }: DataState['race']): string {
  if (outcomes === null) return ''
  const winners = RACE_AXES.map((axis) => winnerOf(outcomes, axis))
  if (winners[0] === null) return 'None of them arrived within its time.'
  const [byTime, byImages, byUpdates] = winners.map((each) => batchWords(each!))
  const hit = bet === null ? '' : bet === winners[0] ? 'You won your bet. ' : 'You lost your bet. '
  return `${hit}First on this machine’s clock: ${byTime}. By images seen: ${byImages}. By updates: ${byUpdates}.`
}

/** How one training ended, in words. */
export function describeOutcome({ end, updates, images, milliseconds }: RaceOutcome): string {
  const took = `${timeWords(milliseconds)}, ${formatCount(images)} images, ${formatCount(updates)} updates`
  if (end === 'arrived') return `arrived after ${took}`
  return end === 'given-up' ? `given up after ${took}` : `diverged after ${took}`
}
