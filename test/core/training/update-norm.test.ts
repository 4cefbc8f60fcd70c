import { expect, it } from 'vitest'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import type { Recipe } from '#core/recipe/recipe.ts'
import { type TrainedEpoch, updateRatio } from '#core/runs/epoch-metrics.ts'
import { Training } from '#core/training/training.ts'
import { tinyParts, tinyRecipe } from './tiny-images.ts'

function train(recipe: Recipe): { epochs: TrainedEpoch[]; parameters: Float64Array[] } {
  const training = new Training({ recipe, parts: tinyParts() })
  const epochs: TrainedEpoch[] = []
  const parameters = [initializeParameters(recipe)]
  for (;;) {
    const event = training.advance(17)
    if (event.type === 'completed') return { epochs, parameters }
    if (event.type !== 'epoch') continue
    epochs.push(event.metrics)
    parameters.push(training.checkpoint().parameters)
  }
}

it.each(ENGINE_NAMES)('each epoch tells how far its last step went: %s', (engine) => {
  // One step an epoch: the step is what lies between two checkpoints.
  const recipe = tinyRecipe({ engine, batchSize: 103, epochs: 3 })
  const { epochs, parameters } = train(recipe)
  const layout = parameterLayout(recipe)
  epochs.forEach(({ layers, learningRate }, t) => {
    const [before, after] = [parameters[t]!, parameters[t + 1]!].map((each) => parameterViews(layout, each))
    layers.forEach(({ updateNorm, gradientNorm, weightNorm }, k) => {
      const step = after![k]!.weights.map((weight, i) => weight - before![k]!.weights[i]!)
      const relative = (updateNorm! - Math.hypot(...step)) / updateNorm!
      // The first weights are rounded by the engines of 32 bits.
      expect(Math.abs(relative)).toBeLessThan(engine === 'reference' ? 1e-12 : 1e-4)
      expect(updateNorm! / (learningRate * gradientNorm)).toBeCloseTo(1, 3)
      expect(updateRatio({ updateNorm: updateNorm!, weightNorm })).toBe(updateNorm! / weightNorm)
    })
  })
})

it('with an optimizer of its own steps, and small ones at the end of an epoch, it is no multiple of the gradient', () => {
  const recipe = tinyRecipe({
    optimizer: { name: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  })
  const { epochs } = train(recipe)
  const ratios = epochs.map(({ layers }) => layers[1]!.updateNorm! / layers[1]!.gradientNorm)
  expect(new Set(ratios.map((ratio) => ratio.toPrecision(3))).size).toBeGreaterThan(1)
})

it('of a run of earlier versions nothing is known', () => {
  expect(updateRatio({ weightNorm: 3 })).toBeNull()
  expect(updateRatio({ weightNorm: 3, updateNorm: null })).toBeNull()
  expect(updateRatio({ weightNorm: 0, updateNorm: 0 })).toBeNull()
})
