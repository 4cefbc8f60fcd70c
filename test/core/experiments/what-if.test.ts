import { describe, expect, it } from 'vitest'
import { evaluateNetwork } from '#core/evaluation/evaluate.ts'
import { whatIf, type WhatIfOptions } from '#core/experiments/what-if.ts'
import { type WhatIfPlan, whatIfRecipe } from '#core/experiments/what-if-plan.ts'
import { DataError, splitDataSet } from '#core/data/data-set.ts'
import { RecipeError } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'
import { tinyImages, tinyRecipe } from '../training/tiny-images.ts'

const dataSet = { training: tinyImages(300, 1), test: tinyImages(200, 2) }
const recipe = tinyRecipe({
  data: { ...tinyRecipe().data, trainSize: 200, validationSize: 100, testSize: 200 },
  epochs: 6,
  l2: { lambda: 0.5, convention: 'network2' },
  schedule: { name: 'cosine', minimum: 0.01, reaches: 'after-last-epoch' },
})
const plan: WhatIfPlan = { field: 'optimizer.learningRate', values: [3, 0.1], epochs: 3, trainSize: 200 }

function draw(change: Partial<WhatIfPlan> = {}, options: Partial<WhatIfOptions> = {}) {
  const generator = whatIf({ recipe, dataSet, plan: { ...plan, ...change }, ...options })
  const steps = []
  for (;;) {
    const step = generator.next()
    if (step.done) return { steps, lines: step.value }
    steps.push(step.value)
  }
}

/** Weights after so many epochs of a training by hand. */
function trainFor(given: typeof recipe, epochs: number): Float64Array {
  const training = new Training({ recipe: given, parts: splitDataSet(dataSet, given.data) })
  for (let done = 0; done < epochs;) if (training.advance(100).type === 'epoch') done++
  return training.checkpoint().parameters
}

describe('whatIf', () => {
  it('ends, with all images and the recipe’s own value, where its training stands after as many epochs', () => {
    const { lines } = draw()
    expect(lines.map(({ value, divergence }) => [value, divergence])).toEqual([
      [3, null],
      [0.1, null],
    ])
    for (const { value, points } of lines) {
      const own = { ...recipe, optimizer: { ...recipe.optimizer, learningRate: value } } as typeof recipe
      const parameters = trainFor(own, 3)
      const { train, validation } = splitDataSet(dataSet, recipe.data)
      const unseen = evaluateNetwork(own, parameters, validation)
      const seen = evaluateNetwork(own, parameters, train)
      expect(points.at(-1)).toEqual({
        epochs: 3,
        trainLoss: seen.loss,
        trainAccuracy: seen.correct / seen.total,
        loss: unseen.loss,
        correct: unseen.correct,
        total: 100,
      })
    }
  })

  it('measures before the first step, then several times an epoch, and tells each as it comes', () => {
    const { steps, lines } = draw()
    const places = lines[0]!.points.map(({ epochs }) => epochs)
    expect(places).toEqual(Array.from({ length: 16 }, (_, k) => k / 5))
    const reported = steps.flatMap((step) => (step.type === 'point' && step.value === 3 ? [step.point] : []))
    expect(reported).toEqual(lines[0]!.points)
    const shares = steps.flatMap((step) => (step.type === 'progress' ? [step.done + step.share] : []))
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBe(2)
    expect(draw({ epochs: 15 }).lines[0]!.points).toHaveLength(16)
  })

  it('measures between mini-batches only, and always at the end', () => {
    const { lines } = draw({ field: 'batchSize', values: [200, 150] })
    expect(lines.map(({ points }) => points.map(({ epochs }) => epochs))).toEqual([
      [0, 1, 2, 3],
      [0, 0.75, 1, 1.75, 2, 2.75, 3],
    ])
  })

  it('starts all values from the same weights, and makes other networks for other sizes', () => {
    const [one, other] = draw().lines
    expect(one!.points[0]).toEqual(other!.points[0])
    const units = draw({ field: 'layers.0.units', values: [2, 40] }).lines
    expect(units[0]!.points[0]!.loss).not.toBe(units[1]!.points[0]!.loss)
    const [few, many] = units.map(({ points }) => points.at(-1)!.correct)
    expect(many).toBeGreaterThan(few!)
  })

  it('ends a training that diverges, says why, and goes on with the next value', () => {
    const relu = tinyRecipe({
      ...recipe,
      layers: recipe.layers.map((layer) => ({ ...layer, activation: 'identity' as const })),
    })
    const { lines } = draw({ values: [1e6, 0.01] }, { recipe: relu })
    expect(lines[0]!.divergence).toMatchObject({ code: 'diverged', epoch: 0 })
    expect(lines[0]!.points[0]!.epochs).toBe(0)
    expect(lines[1]).toMatchObject({ value: 0.01, divergence: null })
    expect(lines[1]!.points).toHaveLength(16)
  })

  it('takes test images without validation, and follows the plateau schedule', () => {
    const data = { ...recipe.data, validationSize: 0 }
    expect(draw({}, { recipe: { ...recipe, data } }).lines[0]!.points[0]!.total).toBe(200)
    const plateau = { ...recipe, schedule: { name: 'plateau', factor: 0.5, patience: 1 } } as typeof recipe
    const own = trainFor(plateau, 3)
    const { loss } = evaluateNetwork(plateau, own, splitDataSet(dataSet, recipe.data).validation)
    expect(draw({ values: [3] }, { recipe: plateau }).lines[0]!.points.at(-1)!.loss).toBe(loss)
  })

  it('refuses values that no recipe takes, and more images than there are', () => {
    expect(() => draw({ values: [-1] })).toThrow(RecipeError)
    expect(() => draw({ field: 'batchSize', values: [300] })).toThrow(
      'Mini-batch size: expected at most the 200 training images, got 300',
    )
    expect(() => draw({ trainSize: 250 })).toThrow(DataError)
  })
})

describe('whatIfRecipe', () => {
  it('keeps penalties as strong on each weight, the schedule as it is, and drops stopping rules', () => {
    const given = {
      ...recipe,
      epochs: 2,
      stopping: { ...recipe.stopping, targetAccuracy: 0.1, lossBound: 50 },
    }
    const own = whatIfRecipe(given, { ...plan, field: 'l2.lambda', trainSize: 50 }, 4)
    expect(own).toMatchObject({ l2: { lambda: 1 }, epochs: 3, schedule: recipe.schedule })
    expect(own.stopping).toMatchObject({ targetAccuracy: null, lossBound: 50 })
    expect(own.data.trainSize).toBe(50)
  })
})
