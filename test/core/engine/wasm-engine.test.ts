import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Engine } from '#core/engine/engine.ts'
import { ReferenceEngine } from '#core/engine/reference.ts'
import { WasmEngine } from '#core/engine/wasm/wasm-engine.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { dropoutKeys } from '#core/layers/dropout.ts'
import {
  type LayerParameters,
  type ParameterLayout,
  parameterLayout,
  parameterViews,
} from '#core/network/parameters.ts'
import { createOptimizer } from '#core/optimizers/optimizers.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { anyRecipe } from '../training/any-recipe.ts'
import { tinyImages } from '../training/tiny-images.ts'

/** How far float32 may be from float64, relative to the largest number of a tensor. */
const TOLERANCE = 1e-4

const LEARNING_RATE = 0.01

const images = tinyImages(103, 1)

/** Statistics of a few examples cancel most of what is in them, in any precision. */
const wellConditioned = anyRecipe.filter(
  ({ layers, batchSize }) => batchSize >= 16 || !layers.some(({ batchNorm }) => batchNorm),
)

/**
 * Whether no mean that batch normalization takes away is so much larger than the deviation it divides by that the
 * digits which matter are lost. Read from how far the first step moved the running statistics from 0 and 1.
 */
function keepsDigits({ batchNorm: { momentum, epsilon } }: Recipe, { parameters, layout }: Step): boolean {
  return parameterViews(layout, parameters).every(
    ({ batchNorm }) =>
      batchNorm?.runningMean.every((moved, j) => {
        const variance = (batchNorm.runningVariance[j]! - (1 - momentum)) / momentum
        return Math.abs(moved / momentum) < 30 * Math.sqrt(variance + epsilon)
      }) ?? true,
  )
}

interface Step {
  readonly layout: ParameterLayout
  readonly gradient: Float64Array
  readonly parameters: Float64Array
  readonly lossSum: number
  readonly correct: number
}

/** One step of a recipe's first mini-batch on an engine. */
function stepOnce(engine: Engine, recipe: Recipe, parameters: Float64Array, keepsGradient = true): Step {
  engine.load(parameters)
  const result = engine.step(
    {
      data: engine.prepare(images),
      order: Uint32Array.from({ length: images.count }, (_, i) => (i * 17) % images.count),
      from: 0,
      to: Math.min(recipe.batchSize, images.count),
      penalty: { l1: recipe.l1.lambda, l2: recipe.l2.lambda },
      dropout: dropoutKeys(recipe.seed, 0, recipe.layers.length),
    },
    { learningRate: LEARNING_RATE, step: 1, keepsGradient },
  )
  const { layout } = engine
  return { ...result, layout, gradient: engine.readGradient(), parameters: engine.readParameters() }
}

function tensorsOf(engine: Engine, flat: Float64Array): [string, Float64Array][] {
  return parameterViews(engine.layout, flat).flatMap(({ weights, biases, batchNorm }: LayerParameters, k) => [
    [`weights of layer ${k}`, weights] as [string, Float64Array],
    [`biases of layer ${k}`, biases] as [string, Float64Array],
    ...Object.entries(batchNorm ?? {}).map(
      ([name, tensor]) => [`${name} of layer ${k}`, tensor] as [string, Float64Array],
    ),
  ])
}

const largest = (values: Float64Array): number =>
  values.reduce((result, value) => Math.max(result, Math.abs(value)), 0)

/**
 * Expects each tensor's numbers to agree relative to its largest.
 * @param floor the scale of a tensor whose numbers are all smaller
 */
function expectClose(engine: Engine, ours: Float64Array, theirs: Float64Array, floor: number): void {
  const expected = tensorsOf(engine, theirs)
  tensorsOf(engine, ours).forEach(([name, tensor], t) => {
    const [, values] = expected[t]!
    const scale = Math.max(largest(values), floor)
    tensor.forEach((value, i) => {
      if (Math.abs(value - values[i]!) <= TOLERANCE * scale) return
      expect.fail(`${name}, number ${i}: expected ${values[i]}, got ${value}; the largest is ${scale}`)
    })
  })
}

/** Trained parameters after a float64 step from the same place along the same gradient. */
function stepOn(recipe: Recipe, parameters: Float64Array, gradient: Float64Array): Float64Array {
  const { trainable } = parameterLayout(recipe)
  const trained = parameters.slice(0, trainable)
  const optimizer = createOptimizer(recipe.optimizer)
  const memory = new Float64Array(optimizer.slots * trainable)
  optimizer.step(trained, gradient.subarray(0, trainable), memory, 1, LEARNING_RATE)
  return trained
}

describe('the WebAssembly engine', () => {
  it('agrees with the reference on the gradient and the step of any recipe', () => {
    fc.assert(
      fc.property(wellConditioned, fc.boolean(), (recipe, isRelaxed) => {
        const parameters = initializeParameters(recipe)
        const reference = new ReferenceEngine(recipe)
        const theirs = stepOnce(reference, recipe, parameters)
        fc.pre(keepsDigits(recipe, theirs))
        const ours = stepOnce(new WasmEngine(recipe, { isRelaxed }), recipe, parameters)
        expect(ours.correct).toBe(theirs.correct)
        expect(ours.lossSum / theirs.lossSum).toBeCloseTo(1, 4)
        // Batch normalization cancels the gradient of what lies before it, all but rounding; so does softmax where all
        // weights above are alike. Else a rounding of the largest gradient is the least that can be distinguished.
        const isCancelled =
          recipe.layers.some(({ batchNorm }) => batchNorm) || recipe.initializer.name === 'constant'
        const floor = largest(theirs.gradient) * (isCancelled ? 1 : 1e-3)
        expectClose(reference, ours.gradient, theirs.gradient, floor)
        const expected = theirs.parameters.slice()
        expected.set(stepOn(recipe, parameters, ours.gradient))
        expectClose(reference, ours.parameters, expected, 1)
      }),
      { numRuns: 300, seed: 3 },
    )
  })

  it('takes the same step of any recipe whether its gradient is kept or not', () => {
    fc.assert(
      fc.property(anyRecipe, fc.boolean(), (recipe, isRelaxed) => {
        const parameters = initializeParameters(recipe)
        const engine = new WasmEngine(recipe, { isRelaxed })
        const kept = stepOnce(engine, recipe, parameters)
        const fused = stepOnce(engine, recipe, parameters, false)
        expect(fused.lossSum).toBe(kept.lossSum)
        expectClose(engine, fused.parameters, kept.parameters, 1)
      }),
      { numRuns: 200, seed: 4 },
    )
  })
})
