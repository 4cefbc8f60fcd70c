import type { EngineName } from '#core/engine/names.ts'
import { parseRecipe, RECIPE_VERSION, type Recipe } from '#core/recipe/recipe.ts'

export const WORKLOAD_NAMES = ['W1', 'W2', 'W3', 'W4'] as const
export type WorkloadName = (typeof WORKLOAD_NAMES)[number]

/** Training images of an epoch, and test images that are evaluated after it. */
export const EPOCH_IMAGES = 50_000
export const EPOCH_TEST_IMAGES = 10_000

export interface Workload {
  readonly name: WorkloadName
  /** Network, loss, optimizer and mini-batch, as a person reads them. */
  readonly title: string
  readonly recipe: Recipe
  /** Training images that the float64 engine is measured on; its time is scaled to a whole epoch. */
  readonly referenceImages: number
}

type Part = Pick<Recipe, 'loss' | 'optimizer' | 'batchSize'> & {
  readonly layers: readonly { units: number; activation: string; batchNorm?: boolean }[]
  readonly initializer: { readonly name: Recipe['initializer']['name'] }
  readonly l2?: Recipe['l2']
}

/** Epochs enough that no measurement comes to the last one. */
const ENDLESS = 100_000

function recipeOf(part: Part): Recipe {
  return parseRecipe({
    version: RECIPE_VERSION,
    data: { dataSet: 'mnist', trainSize: EPOCH_IMAGES, validationSize: 0, testSize: EPOCH_TEST_IMAGES },
    inputSize: 784,
    l2: { lambda: 0, convention: 'network2' },
    epochs: ENDLESS,
    shuffle: true,
    seed: 1,
    ...part,
  })
}

/** The workloads that the peers compute too, with the settings of `peers/`. */
export const WORKLOADS: Readonly<Record<WorkloadName, Workload>> = {
  W1: {
    name: 'W1',
    title: '784-30-10 sigmoid, ½ squared error, SGD, mini-batch 10 (the lecture’s recipe)',
    recipe: recipeOf({
      layers: [
        { units: 30, activation: 'sigmoid' },
        { units: 10, activation: 'sigmoid' },
      ],
      initializer: { name: 'standard-normal' },
      loss: 'mse',
      optimizer: { name: 'sgd', learningRate: 3 },
      batchSize: 10,
    }),
    referenceImages: EPOCH_IMAGES,
  },
  W2: {
    name: 'W2',
    title: '784-100-10 sigmoid, cross-entropy, L2, SGD, mini-batch 10',
    recipe: recipeOf({
      layers: [
        { units: 100, activation: 'sigmoid' },
        { units: 10, activation: 'sigmoid' },
      ],
      initializer: { name: 'scaled-normal' },
      loss: 'binary-cross-entropy',
      optimizer: { name: 'sgd', learningRate: 0.5 },
      l2: { lambda: 5, convention: 'network2' },
      batchSize: 10,
    }),
    referenceImages: 20_000,
  },
  W3: {
    name: 'W3',
    title: '784-256-128-10 ReLU, softmax cross-entropy, Adam, mini-batch 128',
    recipe: recipeOf({
      layers: [
        { units: 256, activation: 'relu' },
        { units: 128, activation: 'relu' },
        { units: 10, activation: 'softmax' },
      ],
      initializer: { name: 'he-normal' },
      loss: 'softmax-cross-entropy',
      optimizer: { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      batchSize: 128,
    }),
    referenceImages: 5_000,
  },
  W4: {
    name: 'W4',
    title: '784-800-10 ReLU with batch normalization, softmax cross-entropy, RMSprop, mini-batch 64',
    recipe: recipeOf({
      layers: [
        { units: 800, activation: 'relu', batchNorm: true },
        { units: 10, activation: 'softmax' },
      ],
      initializer: { name: 'he-normal' },
      loss: 'softmax-cross-entropy',
      optimizer: { name: 'rmsprop', learningRate: 1e-3, rho: 0.99, epsilon: 1e-8 },
      batchSize: 64,
    }),
    referenceImages: 2_000,
  },
}

/** The same recipe on another engine and on so many training images, none of them for validation. */
export function varyRecipe(recipe: Recipe, change: { engine: EngineName; trainSize?: number }): Recipe {
  const { engine, trainSize = recipe.data.trainSize } = change
  return parseRecipe({ ...recipe, engine, data: { ...recipe.data, trainSize } })
}
