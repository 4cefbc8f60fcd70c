import fc from 'fast-check'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { INITIALIZER_NAMES } from '#core/initializers/names.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { OPTIMIZER_NAMES } from '#core/optimizers/names.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { checkRecipe, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { SCHEDULE_DEFAULTS } from '#core/recipe/schedule.ts'
import { tinyRecipe } from './tiny-images.ts'

/** What the kernels have a quicker way for, and chance would seldom draw: small mini-batches of plain gradient descent. */
const makePlain = (batchSize: number, augmentation: Recipe['data']['augmentation']): Partial<Recipe> => ({
  optimizer: { name: 'sgd', learningRate: 0.01 },
  batchSize: Math.min(batchSize, 40),
  gradientClipping: null,
  l1: { lambda: 0, convention: 'network2' },
  data: { ...tinyRecipe().data, normalization: 'unit', augmentation },
})

/** Any recipe that the rules on combinations allow, for the tiny images. */
export const anyRecipe: fc.Arbitrary<Recipe> = fc
  .record({
    layers: fc.array(
      fc.record({
        units: fc.integer({ min: 1, max: 9 }),
        activation: fc.constantFrom(...ACTIVATION_NAMES),
        batchNorm: fc.boolean(),
        dropout: fc.constantFrom(0, 0.2, 0.5),
      }),
      { maxLength: 3 },
    ),
    output: fc.constantFrom(...ACTIVATION_NAMES),
    loss: fc.constantFrom(...LOSS_NAMES),
    initializer: fc.record({
      name: fc.constantFrom(...INITIALIZER_NAMES),
      gain: fc.constantFrom(0.5, 1),
      constant: fc.constant(0.1),
    }),
    optimizer: fc
      .constantFrom(...OPTIMIZER_NAMES)
      .map((name) => ({ ...OPTIMIZER_DEFAULTS[name], learningRate: 0.01 })),
    schedule: fc.constantFrom(...Object.values(SCHEDULE_DEFAULTS)),
    warmupEpochs: fc.integer({ min: 0, max: 2 }),
    gradientClipping: fc.constantFrom(null, 0.5),
    l1: fc.record({ lambda: fc.constantFrom(0, 0.01), convention: fc.constantFrom('network2', 'pytorch') }),
    l2: fc.record({ lambda: fc.constantFrom(0, 0.1), convention: fc.constantFrom('network2', 'pytorch') }),
    batchSize: fc.integer({ min: 2, max: 103 }),
    engine: fc.constantFrom(...ENGINE_NAMES),
    shuffle: fc.boolean(),
    seed: fc.nat(),
    normalization: fc.constantFrom('unit', 'standardized'),
    augmentation: fc.constantFrom(null, {
      shift: 1,
      rotation: 10,
      scale: 0.1,
      shear: 0.1,
      elasticStrength: 2,
      elasticSmoothness: 1,
      thickness: 0.5,
    }),
    isPlain: fc.boolean(),
  })
  .map(({ layers, output, normalization, augmentation, isPlain, ...rest }) => ({
    ...tinyRecipe(),
    ...rest,
    layers: [...layers, { units: 10, activation: output, batchNorm: false, dropout: 0 }],
    data: { ...tinyRecipe().data, normalization, augmentation },
    ...(isPlain && makePlain(rest.batchSize, augmentation)),
  }))
  .filter((recipe) => checkRecipe(recipe).length === 0)
  .map((recipe) => parseRecipe(recipe))
