import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIVATION_NAMES } from '#core/activations/names.ts'
import { predictOutputs } from '#core/analysis/predict.ts'
import { readNetwork2, writeNetwork2 } from '#core/formats/network2.ts'
import { INITIALIZER_NAMES } from '#core/initializers/names.ts'
import { LOSS_NAMES } from '#core/losses/names.ts'
import { OPTIMIZER_DEFAULTS, OPTIMIZER_NAMES } from '#core/optimizers/schema.ts'
import { checkRecipe, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { SCHEDULE_DEFAULTS, SCHEDULE_NAMES } from '#core/recipe/schedule.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { MeasuredEpoch } from '#core/training/measured-epoch.ts'
import { Training } from '#core/training/training.ts'
import { tinyParts, tinyRecipe } from './tiny-images.ts'

const parts = tinyParts()

/** Any recipe that the rules on combinations allow, for the tiny images. */
const recipes: fc.Arbitrary<Recipe> = fc
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
    schedule: fc.constantFrom(...SCHEDULE_NAMES).map((name) => SCHEDULE_DEFAULTS[name]),
    warmupEpochs: fc.integer({ min: 0, max: 2 }),
    gradientClipping: fc.constantFrom(null, 0.5),
    l1: fc.record({ lambda: fc.constantFrom(0, 0.01), convention: fc.constantFrom('network2', 'pytorch') }),
    l2: fc.record({ lambda: fc.constantFrom(0, 0.1), convention: fc.constantFrom('network2', 'pytorch') }),
    batchSize: fc.integer({ min: 2, max: 103 }),
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
  })
  .map(({ layers, output, normalization, augmentation, ...rest }) => ({
    ...tinyRecipe(),
    ...rest,
    layers: [...layers, { units: 10, activation: output, batchNorm: false, dropout: 0 }],
    data: { ...tinyRecipe().data, normalization, augmentation },
  }))
  .filter((recipe) => checkRecipe(recipe).length === 0)
  .map((recipe) => parseRecipe(recipe))

interface Course {
  epochs: MeasuredEpoch[]
  checkpoints: Checkpoint[]
  training: Training
}

function train(recipe: Recipe, start?: Checkpoint, history?: MeasuredEpoch[]): Course {
  const training = new Training({ recipe, parts, start, history })
  const course: Course = { epochs: [], checkpoints: [], training }
  for (let event = training.advance(50); event.type !== 'completed'; event = training.advance(50)) {
    if (event.type === 'diverged') throw new Error(event.reason)
    if (event.type !== 'epoch') continue
    course.epochs.push(event.measures)
    course.checkpoints.push(training.checkpoint())
  }
  return course
}

describe('any recipe', () => {
  it('trains without leaving the range of numbers, and resumes after any epoch to the same bytes', () => {
    fc.assert(
      fc.property(recipes, fc.integer({ min: 0, max: 2 }), (recipe, stopped) => {
        const whole = train(recipe)
        expect(whole.checkpoints).toHaveLength(recipe.epochs)
        expect(whole.checkpoints[3].parameters.every((value) => Number.isFinite(value))).toBe(true)
        const rest = train(recipe, whole.checkpoints[stopped], whole.epochs.slice(0, stopped + 1))
        expect(rest.epochs).toEqual(whole.epochs.slice(stopped + 1))
        expect(rest.checkpoints[2 - stopped]).toEqual(whole.checkpoints[3])
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  it('is saved as a network2 file and read back with the same answers', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const { parameters } = train({ ...recipe, epochs: 1, warmupEpochs: 0 }).checkpoints[0]
        const read = readNetwork2(writeNetwork2(recipe, parameters))
        const image = parts.test.images.subarray(0, 25)
        const [before, after] = [
          predictOutputs(recipe, parameters, image),
          predictOutputs(read.recipe, read.parameters, image),
        ]
        before.forEach((value, j) => expect(after[j]).toBeCloseTo(value, 9))
      }),
      { numRuns: 40, seed: 2 },
    )
  })
})
