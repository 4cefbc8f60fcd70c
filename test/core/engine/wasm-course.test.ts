import { FIRST_EDITION } from '#core/data/pen-digits/first-edition.ts'
import { describe, expect, it } from 'vitest'
import { type LabelledImages, sliceImages } from '#core/data/data-set.ts'
import { generatePenDigits } from '#core/data/pen-digits/pen-digits.ts'
import type { Engine } from '#core/engine/engine.ts'
import { ReferenceEngine } from '#core/engine/reference.ts'
import { WasmEngine, type WasmEngineOptions } from '#core/engine/wasm/wasm-engine.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import { Training } from '#core/training/training.ts'

/** How far float32 weights may be from float64 ones, relative to the largest of a tensor. */
const TOLERANCE = 1e-4

function penDigits(count: number): LabelledImages {
  const making = generatePenDigits({ seed: 1, trainingCount: count, testCount: 0, edition: FIRST_EDITION })
  for (;;) {
    const { done, value } = making.next()
    if (done) return value.training
  }
}

const images = penDigits(1000)

/** The lecture's network and mini-batches of 10: an epoch has 100. */
const lecture: Recipe = { ...LECTURE_RECIPE, epochs: 1 }

const withL2 = (lambda: number): Recipe => ({
  ...lecture,
  loss: 'binary-cross-entropy',
  optimizer: { name: 'sgd', learningRate: 0.5 },
  l2: { lambda, convention: 'network2' },
})

/** What float32 gradients go through on their way to the weights. */
const modern: Recipe = {
  ...lecture,
  layers: [
    { units: 37, activation: 'gelu', batchNorm: false, dropout: 0.3 },
    { units: 10, activation: 'softmax', batchNorm: false, dropout: 0 },
  ],
  loss: 'softmax-cross-entropy',
  initializer: { name: 'he-normal', gain: 1, constant: 0 },
  optimizer: { name: 'momentum', learningRate: 0.01, momentum: 0.9 },
  gradientClipping: 1,
  l1: { lambda: 1e-4, convention: 'pytorch' },
}

/** Parameters after an epoch. */
function train(recipe: Recipe, createEngine: (recipe: Recipe) => Engine): Float64Array {
  const none = sliceImages(images, 0, 0)
  const training = new Training({
    recipe: parseRecipe({ ...recipe, data: { ...recipe.data, trainSize: images.count } }),
    parts: { train: images, validation: none, test: none },
    createEngine,
  })
  while (training.advance(1000).type !== 'completed');
  return training.checkpoint().parameters
}

/** The largest difference over the largest number. */
function relativeDifference(ours: Float64Array, theirs: Float64Array): number {
  const largest = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return ours.reduce((most, value, i) => Math.max(most, Math.abs(value - theirs[i]!)), 0) / largest
}

describe('an epoch of 100 mini-batches in float32', () => {
  it.each<[string, Recipe, WasmEngineOptions?]>([
    ["with the lecture's recipe", lecture],
    // The first layer's weights are kept as a scale times what the steps move, which gets multiplied in at the end.
    ["with network2's λ = 5 on 1,000 images", withL2(5)],
    // (1 − η λ/n)¹⁰⁰ = 0.05: the scale is multiplied in under way.
    ['with so strong a penalty that the weights fade', withL2(60)],
    ['with mini-batches that go through the network in parts', modern, { capacity: 4 }],
    ['with inputs that are not left out where they are 0', modern, { isSparse: false }],
  ])('%s ends at the weights of the float64 reference', (_name, recipe, options) => {
    const expected = parameterViews(
      parameterLayout(recipe),
      train(recipe, (r) => new ReferenceEngine(r)),
    )
    for (const isRelaxed of [false, true]) {
      const ours = train(recipe, (r) => new WasmEngine(r, { ...options, isRelaxed }))
      parameterViews(parameterLayout(recipe), ours).forEach(({ weights, biases }, k) => {
        expect(relativeDifference(weights, expected[k]!.weights)).toBeLessThan(TOLERANCE)
        expect(relativeDifference(biases, expected[k]!.biases)).toBeLessThan(TOLERANCE)
      })
    }
  })
})
