import { describe, expect, it } from 'vitest'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { learningCurve, type LearningCurvePoint, recipeForSize } from '#core/experiments/learning-curve.ts'
import { spreadOf } from '#core/evaluation/spread.ts'
import { trainThrough } from '#core/experiments/train-through.ts'
import { DataError, splitDataSet } from '#core/data/data-set.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { tinyImages, tinyRecipe } from '../training/tiny-images.ts'

const dataSet = { training: tinyImages(300, 1), test: tinyImages(200, 2) }
const recipe = tinyRecipe({
  data: { ...tinyRecipe().data, trainSize: 200, validationSize: 100, testSize: 200 },
  epochs: 6,
  l2: { lambda: 0.5, convention: 'network2' },
})

function drawOut<T>(generator: Generator<unknown, T>): T {
  for (;;) {
    const step = generator.next()
    if (step.done) return step.value
  }
}

/** What a training by hand ends in. */
function train(given: Recipe): Float64Array {
  const training = new Training({ recipe: given, parts: splitDataSet(dataSet, given.data) })
  let parameters = new Float64Array()
  for (let event = training.advance(100); event.type !== 'completed'; event = training.advance(100)) {
    if (event.type === 'epoch') parameters = training.checkpoint().parameters as typeof parameters
  }
  return parameters
}

describe('learningCurve', () => {
  it('measures what a training on so many images ends in', () => {
    const steps = [...learningCurve({ recipe, dataSet, sizes: [40, 20], seeds: [1, 5] })]
    const points = steps.filter((step) => step.type === 'point').map(({ point }) => point)
    expect(points.map(({ size, seed, epochs }) => [size, seed, epochs])).toEqual([
      [20, 1, 60],
      [20, 5, 60],
      [40, 1, 30],
      [40, 5, 30],
    ])
    const own = recipeForSize(recipe, { size: 40, seed: 5 })
    const parts = splitDataSet(dataSet, own.data)
    const parameters = train(own)
    const accuracy = (part: keyof typeof parts): number =>
      evaluateNetwork(own, parameters, parts[part]).correct / parts[part].count
    expect(points[3]).toEqual({
      size: 40,
      seed: 5,
      epochs: 30,
      trainAccuracy: accuracy('train'),
      validationAccuracy: accuracy('validation'),
      testAccuracy: accuracy('test'),
      reason: null,
    })
    const shares = steps
      .filter((step) => step.type === 'progress')
      .map(({ done, total, share }) => (done + share) / total)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeLessThanOrEqual(1)
  })

  it('finds that more images help', () => {
    const long = { ...recipe, epochs: 60, l2: { ...recipe.l2, lambda: 0 } }
    const points = drawOut(learningCurve({ recipe: long, dataSet, sizes: [10, 200], seeds: [1, 2, 3] }))
    const mean = (size: number): number =>
      spreadOf(points.filter((point) => point.size === size).map((point) => point.validationAccuracy!)).mean
    expect(mean(200)).toBeGreaterThan(mean(10) + 0.1)
  })

  it('tells a training that diverged and goes on with the next', () => {
    const wild = { ...recipe, optimizer: { name: 'sgd' as const, learningRate: 1e6 }, loss: 'mse' as const }
    const points: LearningCurvePoint[] = drawOut(
      learningCurve({
        recipe: {
          ...wild,
          layers: wild.layers.map((layer) => ({ ...layer, activation: 'identity' as const })),
        },
        dataSet,
        sizes: [20, 40],
        seeds: [1],
      }),
    )
    expect(points).toHaveLength(2)
    for (const point of points) {
      expect(point).toMatchObject({ trainAccuracy: null, validationAccuracy: null, testAccuracy: null })
      expect(point.reason).not.toBeNull()
    }
  })

  it('refuses more images than there are', () => {
    expect(() => drawOut(learningCurve({ recipe, dataSet, sizes: [250], seeds: [1] }))).toThrow(DataError)
  })
})

describe('recipeForSize', () => {
  it("gives Nielsen's settings: λ = 0.0001 n and 1,500,000 / n epochs", () => {
    const book = tinyRecipe({
      data: { ...tinyRecipe().data, trainSize: 50_000 },
      epochs: 30,
      l2: { lambda: 5, convention: 'network2' },
    })
    expect(recipeForSize(book, { size: 200, seed: 3 })).toMatchObject({
      data: { trainSize: 200 },
      epochs: 7500,
      l2: { lambda: 0.02 },
      seed: 3,
    })
  })

  it('stretches what is counted in epochs, and keeps what is not', () => {
    const given = tinyRecipe({
      data: { ...tinyRecipe().data, trainSize: 100 },
      batchSize: 50,
      epochs: 10,
      warmupEpochs: 2,
      schedule: { name: 'exponential', factor: 0.25 },
      l2: { lambda: 0.3, convention: 'pytorch' },
    })
    const half = recipeForSize(given, { size: 25, seed: 1, epochs: 20 })
    expect(half).toMatchObject({
      batchSize: 25,
      epochs: 20,
      warmupEpochs: 4,
      l2: { lambda: 0.3 },
    })
    expect(half.schedule).toMatchObject({ name: 'exponential' })
    expect((half.schedule as { factor: number }).factor).toBeCloseTo(0.5, 14)
    expect(
      recipeForSize({ ...given, schedule: { name: 'step', every: 3, factor: 0.5 } }, { size: 50, seed: 1 })
        .schedule,
    ).toEqual({ name: 'step', every: 6, factor: 0.5 })
  })
})

describe('trainThrough', () => {
  it('ends in the best epoch with patience', () => {
    const patient = {
      ...recipe,
      epochs: 200,
      stopping: { ...recipe.stopping, patience: { epochs: 5, measure: 'validation-loss' as const } },
    }
    const parts = splitDataSet(dataSet, patient.data)
    const { epochs, parameters, reason } = drawOut(trainThrough({ recipe: patient, parts }))
    expect(reason).toMatchObject({ code: 'lost-patience' })
    const losses = epochs.map(({ validationLoss }) => validationLoss!)
    expect(evaluateNetwork(patient, parameters, parts.validation).loss).toBeCloseTo(Math.min(...losses), 12)
    expect(losses.at(-1)).toBeGreaterThan(Math.min(...losses))
  })

  it('keeps a time limit by the clock that it is given', () => {
    let time = 0
    const limited = { ...recipe, stopping: { ...recipe.stopping, timeLimitSeconds: 2.5 } }
    const parts = splitDataSet(dataSet, limited.data)
    const { epochs, reason } = drawOut(trainThrough({ recipe: limited, parts, now: () => (time += 1000) }))
    expect(epochs).toHaveLength(3)
    expect(reason).toMatchObject({ code: 'time-up' })
  })
})
