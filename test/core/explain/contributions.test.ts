import { expect, it } from 'vitest'
import { contributionsOf } from '#core/explain/contributions.ts'
import { createPredictor } from '#core/evaluation/predict.ts'
import { parameterLayout } from '#core/network/parameters.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { Random } from '#core/random/random.ts'

const layer = { batchNorm: false, dropout: 0 }
const recipe = {
  ...LECTURE_RECIPE,
  inputSize: 6,
  loss: 'softmax-cross-entropy' as const,
  layers: [
    { ...layer, units: 5, activation: 'tanh' as const, dropout: 0.5 },
    { ...layer, units: 4, activation: 'gelu' as const, batchNorm: true },
    { ...layer, units: 3, activation: 'softmax' as const },
  ],
}
const layout = parameterLayout(recipe)
const random = new Random(1)
const parameters = Float64Array.from({ length: layout.length }, () => 0.2 + Math.abs(random.normal()))
const pixels = Uint8Array.from([0, 200, 30, 255, 120, 7])

/** The sums that the outputs are made of: ln of softmax differs from them by the same for all. */
function sums(image: readonly number[]): number[] {
  const [last, ...others] = recipe.layers.toReversed()
  const layers = [...others.toReversed(), { ...last!, activation: 'identity' as const }]
  const values = createPredictor({ ...recipe, layers, loss: 'mse' }, parameters)
  return [...values(Uint8Array.from(image))]
}

it('each pixel adds its value times the derivative of the sum, as differences of one grey level say', () => {
  for (const output of [0, 2]) {
    const found = contributionsOf({ recipe, parameters, pixels, label: null, learningRate: 0 }, output)
    expect(found[0]).toBe(0)
    for (const k of [1, 2, 4, 5]) {
      const moved = (by: number): number =>
        sums([...pixels].map((pixel, p) => (p === k ? pixel + by : pixel)))[output]!
      const slope = (moved(1) - moved(-1)) / 2
      expect(found[k]).toBeCloseTo(slope * pixels[k]!, 4)
    }
  }
})

it('a class that there is not is refused', () => {
  expect(() => contributionsOf({ recipe, parameters, pixels, label: null, learningRate: 0 }, 3)).toThrow(
    'Class: expected 0 to 2, got 3',
  )
})
