import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { generatePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import type { DataSet } from '#core/data/data-set.ts'
import type { ActivationName } from '#core/activations/names.ts'
import type { FindingCode } from '#core/evaluation/diagnosis/finding.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { LECTURE_RECIPE, type Recipe, type RecipeLayer } from '#core/recipe/recipe.ts'
import { SCHEDULE_DEFAULTS } from '#core/recipe/schedule.ts'

/** Pen digits for small trainings. */
export function makeDigits(trainingCount: number, testCount = 0): DataSet {
  const making = generatePenDigits({ seed: 7, trainingCount, testCount, edition: FIRST_EDITION })
  let step = making.next()
  while (!step.done) step = making.next()
  return step.value
}

const layer = (units: number, activation: ActivationName): RecipeLayer => ({
  ...{ units, activation },
  ...{ batchNorm: false, dropout: 0 },
})

/** The lecture's recipe on part of 5,000 pen digits, 1,000 of them for validation. */
const lecture = (changes: Partial<Recipe> = {}): Recipe => ({
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, ...parts(4000) },
  epochs: 10,
  ...changes,
})

const parts = (trainSize: number): Pick<Recipe['data'], 'trainSize' | 'validationSize' | 'testSize'> => ({
  trainSize,
  validationSize: 1000,
  testSize: 0,
})

const start = (name: Recipe['initializer']['name']): Recipe['initializer'] => ({
  ...LECTURE_RECIPE.initializer,
  name,
})
const sgd = (learningRate: number): Recipe['optimizer'] => ({ name: 'sgd', learningRate })

/** Softmax over hidden layers of one activation. */
export const softmax = (units: number[], activation: ActivationName, changes: Partial<Recipe> = {}): Recipe =>
  lecture({
    layers: [...units.map((count) => layer(count, activation)), layer(10, 'softmax')],
    loss: 'softmax-cross-entropy',
    optimizer: sgd(activation === 'relu' ? 0.1 : 0.5),
    initializer: start(activation === 'relu' ? 'he-normal' : 'scaled-normal'),
    ...changes,
  })

/** What is wrong with a recipe, and how it is found; `fine` where nothing is. */
export interface Faulty {
  readonly name: string
  readonly code: FindingCode
  readonly recipe: Recipe
  /** Points of validation accuracy that the first cure brings at least. */
  readonly gain: number
  /** Takes long; the tests of every day leave it out. */
  readonly isLong?: boolean
}

const data = (changes: Partial<Recipe['data']>): Pick<Recipe, 'data'> => ({
  data: { ...LECTURE_RECIPE.data, ...parts(4000), ...changes },
})

export const FAULTY: readonly Faulty[] = [
  {
    name: 'the lecture with 100 hidden neurons, some outputs stuck',
    code: 'stuck-outputs',
    recipe: lecture({ layers: [layer(100, 'sigmoid'), layer(10, 'sigmoid')] }),
    gain: 20,
  },
  {
    name: 'the lecture with 300 hidden neurons',
    code: 'stuck-outputs',
    recipe: lecture({ layers: [layer(300, 'sigmoid'), layer(10, 'sigmoid')] }),
    gain: 30,
    isLong: true,
  },
  {
    name: 'tanh from N(0, 1), which learns by heart instead',
    code: 'wide-start',
    recipe: softmax([100], 'tanh', { initializer: start('standard-normal'), optimizer: sgd(0.1) }),
    gain: 5,
    isLong: true,
  },
  {
    name: 'Adam and ReLU from N(0, 1)',
    code: 'wide-start',
    recipe: softmax([100], 'relu', {
      initializer: start('standard-normal'),
      optimizer: OPTIMIZER_DEFAULTS.adam,
    }),
    gain: 5,
  },
  {
    name: 'ReLU that died of its first weights',
    code: 'dead-units',
    recipe: softmax([100, 50], 'relu', { initializer: start('standard-normal') }),
    gain: 50,
  },
  {
    name: 'ReLU that died of its learning rate',
    code: 'dead-units',
    recipe: softmax([100, 50], 'relu', { optimizer: sgd(1) }),
    gain: 50,
  },
  {
    name: 'momentum at the rate of plain descent',
    code: 'rate-too-high',
    recipe: softmax([100], 'relu', { optimizer: { ...OPTIMIZER_DEFAULTS.momentum, learningRate: 0.1 } }),
    gain: 15,
    isLong: true,
  },
  {
    name: 'a rate too high for the lecture',
    code: 'rate-too-high',
    recipe: lecture({ optimizer: sgd(100) }),
    gain: 50,
  },
  {
    name: 'a rate ten times too high for the lecture',
    code: 'rate-too-high',
    recipe: lecture({ optimizer: sgd(30) }),
    gain: 40,
    isLong: true,
  },
  {
    name: 'a rate too low for ReLU',
    code: 'rate-too-low',
    recipe: softmax([100], 'relu', { optimizer: sgd(0.0003) }),
    gain: 15,
  },
  {
    name: 'a rate too low for the lecture',
    code: 'rate-too-low',
    recipe: lecture({ optimizer: sgd(0.003) }),
    gain: 50,
    isLong: true,
  },
  {
    name: 'few images, learned by heart',
    code: 'overfitting',
    recipe: softmax([100], 'relu', { ...data(parts(200)), epochs: 60 }),
    gain: 4,
    isLong: true,
  },
  {
    name: 'few images, learned by heart with the quadratic loss',
    code: 'overfitting',
    recipe: lecture({ ...data(parts(300)), epochs: 60, initializer: start('scaled-normal') }),
    gain: 3,
    isLong: true,
  },
  {
    name: 'too few epochs',
    code: 'still-improving',
    recipe: softmax([100], 'relu', { optimizer: sgd(0.01), epochs: 1 }),
    gain: 5,
  },
  {
    name: 'too small a network',
    code: 'too-small',
    recipe: softmax([3], 'relu'),
    gain: 30,
  },
  {
    name: 'two sigmoid neurons',
    code: 'too-small',
    recipe: softmax([2], 'sigmoid', { epochs: 20 }),
    gain: 40,
    isLong: true,
  },
  {
    name: 'weights that start alike',
    code: 'symmetric-start',
    recipe: softmax([30], 'sigmoid', { initializer: start('zeros') }),
    gain: 40,
  },
  {
    name: 'constant weights',
    code: 'symmetric-start',
    recipe: softmax([30], 'tanh', { initializer: start('constant') }),
    gain: 50,
    isLong: true,
  },
  {
    name: 'a mini-batch of all images',
    code: 'few-steps',
    recipe: softmax([100], 'relu', { batchSize: 4000 }),
    gain: 20,
  },
  {
    name: 'L2 that forbids learning',
    code: 'regularized-too-much',
    recipe: softmax([100], 'relu', { l2: { lambda: 0.3, convention: 'pytorch' } }),
    gain: 30,
  },
  {
    name: 'dropout that leaves nothing',
    code: 'regularized-too-much',
    recipe: softmax([30], 'relu', {
      layers: [{ ...layer(30, 'relu'), dropout: 0.9 }, layer(10, 'softmax')],
    }),
    gain: 30,
    isLong: true,
  },
  {
    name: 'four sigmoid layers',
    code: 'fading-gradient',
    recipe: softmax([30, 30, 30, 30], 'sigmoid'),
    gain: 3,
    isLong: true,
  },
  {
    name: 'the quadratic loss over outputs without bounds',
    code: 'squared-outputs',
    recipe: lecture({
      layers: [layer(30, 'relu'), layer(10, 'identity')],
      initializer: start('he-normal'),
      optimizer: sgd(0.1),
    }),
    gain: 2,
    isLong: true,
  },
  {
    name: 'inputs of 0 to 255',
    code: 'diverged',
    recipe: softmax([100], 'relu', data({ normalization: 'none' })),
    gain: 90,
  },
  {
    name: 'a patience that gives up too soon',
    code: 'stopped-early',
    recipe: softmax([100], 'relu', {
      optimizer: sgd(0.01),
      epochs: 30,
      stopping: { ...LECTURE_RECIPE.stopping, convergence: 0.5 },
    }),
    gain: 3,
    isLong: true,
  },
  {
    name: 'a schedule that stops long before the end',
    code: 'idle-end',
    recipe: softmax([100], 'relu', {
      optimizer: sgd(0.01),
      schedule: { ...SCHEDULE_DEFAULTS.exponential, factor: 0.05 },
    }),
    gain: 2,
    isLong: true,
  },
]
