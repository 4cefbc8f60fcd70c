import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { type LabelledImages, type PartName, sliceImages } from '#core/data/data-set.ts'
import { generatePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import type { EngineOptions } from '#core/engine/create-engine.ts'
import type { EngineName } from '#core/engine/names.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'

/*
 * Small trainings that together go every way through the WebAssembly engine; for any place where core runs. Numbers of
 * units and images are such that threads get uneven shares.
 */

const IMAGES = 631

const layer = (
  units: number,
  activation: Recipe['layers'][number]['activation'],
  changes: Partial<Recipe['layers'][number]> = {},
): Recipe['layers'][number] => ({ units, activation, batchNorm: false, dropout: 0, ...changes })

const softmax = {
  loss: 'softmax-cross-entropy',
  initializer: { name: 'he-normal', gain: 1, constant: 0 },
} as const

const changes = {
  'straight from the pixels, with L2': { l2: { lambda: 3, convention: 'network2' } },
  'Adam with dropout': {
    ...softmax,
    layers: [layer(70, 'relu', { dropout: 0.2 }), layer(21, 'gelu', { dropout: 0.5 }), layer(10, 'softmax')],
    optimizer: OPTIMIZER_DEFAULTS.adam,
    batchSize: 128,
  },
  'RMSprop with batch normalization': {
    ...softmax,
    layers: [
      layer(37, 'tanh', { batchNorm: true }),
      layer(10, 'silu', { batchNorm: true }),
      layer(10, 'softmax'),
    ],
    optimizer: OPTIMIZER_DEFAULTS.rmsprop,
    batchSize: 50,
  },
  'a mini-batch in two parts': {
    layers: [layer(33, 'softplus'), layer(10, 'sigmoid')],
    loss: 'binary-cross-entropy',
    optimizer: OPTIMIZER_DEFAULTS.nesterov,
    batchSize: 600,
  },
  'standardized inputs': {
    ...softmax,
    layers: [layer(30, 'elu'), layer(10, 'softmax')],
    optimizer: OPTIMIZER_DEFAULTS.adagrad,
    batchSize: 32,
    data: { ...LECTURE_RECIPE.data, normalization: 'standardized' },
  },
  'slopes and α other than the usual': {
    ...softmax,
    layers: [
      layer(30, 'leaky-relu', { slope: 0.3 }),
      layer(21, 'elu', { alpha: 0.5 }),
      layer(14, 'elu-exact', { alpha: 2, batchNorm: true }),
      layer(10, 'softmax'),
    ],
    optimizer: OPTIMIZER_DEFAULTS.adam,
    batchSize: 40,
  },
  'augmentation, clipping and L1': {
    ...softmax,
    layers: [layer(30, 'leaky-relu'), layer(10, 'softmax')],
    optimizer: OPTIMIZER_DEFAULTS.momentum,
    batchSize: 20,
    gradientClipping: 0.5,
    l1: { lambda: 1e-5, convention: 'pytorch' },
    data: {
      ...LECTURE_RECIPE.data,
      augmentation: {
        shift: 2,
        rotation: 12,
        scale: 0.1,
        shear: 0.1,
        elasticStrength: 20,
        elasticSmoothness: 4,
        thickness: 0.5,
      },
    },
  },
} satisfies Record<string, Partial<Recipe>>

export type SmallTraining = keyof typeof changes

export const SMALL_TRAININGS = Object.keys(changes) as SmallTraining[]

let parts: Record<PartName, LabelledImages> | undefined

/** 631 training and 40 test images of pen digits. */
export function makeParts(): Record<PartName, LabelledImages> {
  const making = generatePenDigits({ seed: 1, trainingCount: IMAGES, testCount: 40, edition: FIRST_EDITION })
  for (;;) {
    const { done, value } = making.next()
    if (done)
      return { train: value.training, validation: sliceImages(value.training, 0, 0), test: value.test }
  }
}

/** Parameters after two epochs, the last of which ends in the middle of a mini-batch. */
export function trainSmall(name: SmallTraining, engine: EngineName, options?: EngineOptions): Float64Array {
  parts ??= makeParts()
  const recipe: Recipe = { ...LECTURE_RECIPE, epochs: 2, ...changes[name], engine }
  const data = { ...recipe.data, trainSize: IMAGES, validationSize: 0, testSize: 40 }
  const training = new Training({ recipe: parseRecipe({ ...recipe, data }), parts, engine: options })
  for (;;) {
    const event = training.advance(IMAGES)
    if (event.type === 'diverged') throw new Error(JSON.stringify(event.reason))
    if (event.type !== 'completed') continue
    const { parameters } = training.checkpoint()
    training.close()
    return parameters
  }
}
