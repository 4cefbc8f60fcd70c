import { LOSS_NAMES } from '#core/losses/names.ts'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'

/** Runs that stops of the guided path look at: the lecture's, one that learns too slowly, one of few images. */
export const LECTURE_RUNS = ['lecture', 'timid', 'few'] as const
export type LectureRunName = (typeof LECTURE_RUNS)[number]

/** What each is called in the list of runs. */
export const LECTURE_RUN_LABELS: Readonly<Record<LectureRunName, string>> = {
  lecture: 'Lecture: 784-30-10',
  timid: 'Lecture: η = 0.1, 5 epochs',
  few: 'Lecture: 1,000 images',
}

const MNIST_DATA = { dataSet: 'mnist', trainSize: 50_000, validationSize: 10_000, testSize: 10_000 }

/** The recipe of such a run, on MNIST where it is on this machine, else on pen digits. */
export function lectureRunRecipe(name: LectureRunName, hasMnist: boolean): Recipe {
  const data = hasMnist ? { ...LECTURE_RECIPE.data, ...MNIST_DATA } : LECTURE_RECIPE.data
  const changes: Record<LectureRunName, Partial<Recipe>> = {
    lecture: {},
    timid: { epochs: 5, optimizer: { name: 'sgd', learningRate: 0.1 } },
    few: { data: { ...data, trainSize: 1000 } },
  }
  return parseRecipe({ ...LECTURE_RECIPE, data, ...changes[name] })
}

/** A run with its errors, as the program's diagnosis measures them. */
export interface MeasuredRun {
  readonly id: string
  readonly name: string
  /** The recipe's part that a person may change at a stop. */
  readonly setting: TrialSetting
  readonly dataSet: string
  readonly validationSize: number
  /** Shares of the images that it learned from, and of the validation part. */
  readonly trainingError: number
  readonly unseenError: number
}

export const TRIAL_LOSSES = [
  'mse',
  'binary-cross-entropy',
] as const satisfies readonly (typeof LOSS_NAMES)[number][]

/** What a person may change of the lecture's network. */
export interface TrialSetting {
  readonly learningRate: number
  readonly hiddenUnits: number
  readonly loss: (typeof TRIAL_LOSSES)[number]
  /** λ of L2 as network2.py counts it. */
  readonly lambda: number
  readonly trainSize: number
  readonly epochs: number
}

/** Everything that the pages of runs show follows from this. */
export interface LearnRunsState {
  readonly page: 'diagnosis' | 'trial'
  /** Those that are trained and measured. */
  readonly lecture: Readonly<Partial<Record<LectureRunName, MeasuredRun>>>
  /** What the form says. */
  readonly setting: TrialSetting
  /** Runs that were trained by the form since the stop began, oldest first. */
  readonly own: readonly MeasuredRun[]
}

/** The part of a recipe that a person may change at a stop. */
export function settingOf(recipe: Recipe): TrialSetting {
  return {
    learningRate: recipe.optimizer.learningRate,
    hiddenUnits: recipe.layers[0]!.units,
    loss: recipe.loss === 'mse' ? 'mse' : 'binary-cross-entropy',
    lambda: recipe.l2.lambda,
    trainSize: recipe.data.trainSize,
    epochs: recipe.epochs,
  }
}

/** The lecture's recipe with these changes. @throws RecipeError for what is out of bounds */
export function trialRecipe(setting: TrialSetting, hasMnist: boolean): Recipe {
  const base = lectureRunRecipe('lecture', hasMnist)
  const [hidden, ...rest] = base.layers
  return parseRecipe({
    ...base,
    layers: [{ ...hidden, units: setting.hiddenUnits }, ...rest],
    optimizer: { name: 'sgd', learningRate: setting.learningRate },
    loss: setting.loss,
    l2: { ...base.l2, lambda: setting.lambda },
    data: { ...base.data, trainSize: setting.trainSize },
    epochs: setting.epochs,
  })
}

/** Pages as they begin, before any run is found. */
export const RUNS_STATES = {
  diagnosis: { page: 'diagnosis', lecture: {}, setting: settingOf(LECTURE_RECIPE), own: [] },
  trial: { page: 'trial', lecture: {}, setting: settingOf(LECTURE_RECIPE), own: [] },
} as const satisfies Record<string, LearnRunsState>

/** Of MNIST the goal of the lecture's last question; of other images as far below the lecture's error. */
const MNIST_GOAL = 0.03
const GOAL_SHARE = 0.85

/** The validation error below which a trial has succeeded. */
export function goalOf(lecture: MeasuredRun): number {
  return lecture.dataSet === 'mnist' ? MNIST_GOAL : GOAL_SHARE * lecture.unseenError
}
