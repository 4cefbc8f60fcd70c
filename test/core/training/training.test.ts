import type { Divergence } from '#core/runs/reason.ts'
import { describe, expect, it } from 'vitest'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { sliceImages } from '#core/data/data-set.ts'
import { ReferenceEngine } from '#core/engine/reference.ts'
import type { InitializerName } from '#core/initializers/names.ts'
import { OPTIMIZER_NAMES } from '#core/optimizers/names.ts'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'
import { Training, type TrainingOptions } from '#core/training/training.ts'
import { tinyLayers, tinyParts, tinyRecipe } from './tiny-images.ts'

/** Advances until the training ends or an epoch was the last wanted. */
function train(
  options: TrainingOptions,
  slice = 17,
  lastEpoch = Infinity,
): { epochs: TrainedEpoch[]; checkpoint: Checkpoint; end: string | Divergence } {
  const training = new Training(options)
  const epochs: TrainedEpoch[] = []
  for (;;) {
    const event = training.advance(slice)
    if (event.type === 'epoch') {
      epochs.push(event.metrics)
      if (event.metrics.epoch === lastEpoch)
        return { epochs, checkpoint: training.checkpoint(), end: 'epoch' }
    } else if (event.type !== 'progress') {
      return {
        epochs,
        checkpoint: training.checkpoint(),
        end: event.type === 'diverged' ? event.reason : event.type,
      }
    }
  }
}

it.each([1, 17, 1000])(
  'tells what the epoch gave so far, which ends as its measures (slices of %i)',
  (slice) => {
    const recipe = tinyRecipe({ epochs: 2 })
    const training = new Training({ recipe, parts: tinyParts() })
    let before = training.epochSoFar
    expect(before).toEqual({ examples: 0, lossSum: 0, correct: 0 })
    for (;;) {
      const event = training.advance(slice)
      if (event.type === 'completed') break
      if (event.type === 'epoch') {
        expect(before.examples).toBe(recipe.data.trainSize)
        expect(before.lossSum / before.examples).toBe(event.metrics.trainLoss)
        expect(before.correct / before.examples).toBe(event.metrics.trainAccuracy)
      } else expect(training.epochSoFar.examples).toBeGreaterThanOrEqual(before.examples)
      before = training.epochSoFar
    }
  },
)

const initializer = (name: InitializerName): Recipe['initializer'] => ({ name, gain: 1, constant: 0.1 })

const softmaxRecipe = (optimizer: Recipe['optimizer']): Recipe =>
  tinyRecipe({
    layers: tinyLayers('relu', 'softmax'),
    loss: 'softmax-cross-entropy',
    initializer: initializer('he-normal'),
    l2: { lambda: 0.1, convention: 'network2' },
    batchSize: 8,
    optimizer,
  })

describe('Training', () => {
  it('learns, and measures each part', () => {
    const { epochs, end } = train({ recipe: tinyRecipe({ epochs: 60 }), parts: tinyParts() })
    expect(end).toBe('completed')
    expect(epochs.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 60 }, (_, i) => i))
    expect(epochs[59]!.trainLoss).toBeLessThan(epochs[0]!.trainLoss / 2)
    expect(epochs[59]!.trainAccuracy).toBeGreaterThan(0.8)
    expect(epochs[59]!.testTotal).toBe(30)
    expect(epochs[59]!.testCorrect).toBeGreaterThan(9) // three times what guessing gets
  })

  it('reports the metrics of the checkpoint it hands out', () => {
    const parts = tinyParts()
    const recipe = tinyRecipe()
    const { epochs, checkpoint } = train({ recipe, parts })
    const test = evaluateNetwork(recipe, checkpoint.parameters, parts.test)
    expect(test.correct).toBe(epochs[3]!.testCorrect)
    expect(test.loss).toBeCloseTo(epochs[3]!.testLoss!, 12)
    const first = createPredictor(recipe, checkpoint.parameters)(sliceImages(parts.test, 0, 1).images)
    expect(first).toHaveLength(10)
  })

  it('leaves out parts of size 0', () => {
    const parts = tinyParts()
    const none = sliceImages(parts.test, 0, 0)
    const { epochs } = train({ recipe: tinyRecipe(), parts: { ...parts, validation: none, test: none } })
    expect(epochs[0]).toMatchObject({
      validationLoss: null,
      validationAccuracy: null,
      testCorrect: null,
      testTotal: null,
    })
  })

  it('gives the same bytes however it is sliced', () => {
    const parts = tinyParts()
    const whole = train({ recipe: tinyRecipe(), parts }, 1e6).checkpoint
    expect(train({ recipe: tinyRecipe(), parts }, 1).checkpoint).toEqual(whole)
    expect(train({ recipe: tinyRecipe({ seed: 2 }), parts }).checkpoint.parameters).not.toEqual(
      whole.parameters,
    )
  })

  it.each(OPTIMIZER_NAMES)('resumes with %s to the bytes of a run that never stopped', (name) => {
    const parts = tinyParts()
    const recipe = softmaxRecipe(OPTIMIZER_DEFAULTS[name])
    const whole = train({ recipe, parts })
    const half = train({ recipe, parts }, 17, 1)
    const rest = train({ recipe, parts, start: half.checkpoint })
    expect(half.checkpoint.epoch).toBe(1)
    expect(rest.epochs).toEqual(whole.epochs.slice(2))
    expect(rest.checkpoint).toEqual(whole.checkpoint)
  })

  it.each(OPTIMIZER_NAMES)('trains with %s over sparse pixels as over all pixels', (name) => {
    const parts = tinyParts()
    const recipe: Recipe = { ...softmaxRecipe(OPTIMIZER_DEFAULTS[name]), engine: 'reference' }
    const sparse = train({ recipe, parts }).checkpoint.parameters
    const reference = train({
      recipe,
      parts,
      createEngine: (r) => new ReferenceEngine(r),
    }).checkpoint.parameters
    const difference = sparse.reduce((most, value, i) => Math.max(most, Math.abs(value - reference[i]!)), 0)
    expect(difference).toBeLessThan(1e-12)
  })

  it('keeps the order of the file without shuffling', () => {
    const parts = tinyParts()
    const recipe = tinyRecipe({ shuffle: false, epochs: 1 })
    const twin = train({ recipe: { ...recipe, seed: 9, initializer: initializer('zeros') }, parts })
    expect(train({ recipe: { ...recipe, seed: 5, initializer: initializer('zeros') }, parts })).toEqual(twin)
  })

  it('stops with the reason when it diverges', () => {
    const recipe = tinyRecipe({
      layers: tinyLayers('relu', 'identity'),
      optimizer: { name: 'sgd', learningRate: 1e6 },
    })
    const { epochs, end } = train({ recipe, parts: tinyParts() })
    expect(epochs).toEqual([])
    expect(end).toMatchObject({ code: 'diverged', epoch: 0 })
  })

  it('refuses what does not fit', () => {
    const parts = tinyParts()
    expect(() => new Training({ recipe: tinyRecipe({ inputSize: 784 }), parts })).toThrow(
      'Inputs: expected 25, one for each of the 5 × 5 pixels, got 784',
    )
    const start = train({ recipe: tinyRecipe({ epochs: 1 }), parts }).checkpoint
    const wider = tinyRecipe({ layers: tinyLayers('sigmoid', 'sigmoid').slice(1) })
    expect(() => new Training({ recipe: wider, parts, start })).toThrow(
      'expected 260 parameters for 25-10, got 262',
    )
  })
})
