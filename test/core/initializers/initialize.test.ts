import { describe, expect, it } from 'vitest'
import { initializeParameters } from '#core/initializers/initialize.ts'
import { INITIALIZER_NAMES, type InitializerName } from '#core/initializers/names.ts'
import { parameterLayout, parameterViews } from '#core/network/parameters.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const layer = { activation: 'sigmoid', batchNorm: false, dropout: 0 } as const
const recipeOf = (name: InitializerName, changes: Partial<Recipe['initializer']> = {}): Recipe => ({
  ...LECTURE_RECIPE,
  inputSize: 300,
  layers: [
    { ...layer, units: 200 },
    { ...layer, units: 100 },
  ],
  initializer: { name, gain: 1, constant: 0.25, ...changes },
})
const firstLayer = (recipe: Recipe): { weights: Float64Array; biases: Float64Array } =>
  parameterViews(parameterLayout(recipe), initializeParameters(recipe))[0]!
const deviation = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

describe('initializers', () => {
  // Fan-in 300, fan-out 200; 60,000 weights, so a deviation is known to 0.3 %.
  it.each<[InitializerName, number, number]>([
    ['standard-normal', 1, 1],
    ['scaled-normal', Math.sqrt(1 / 300), 1],
    ['lecun-normal', Math.sqrt(1 / 300), 0],
    ['glorot-normal', Math.sqrt(2 / 500), 0],
    ['glorot-uniform', Math.sqrt(2 / 500), 0],
    ['he-normal', Math.sqrt(2 / 300), 0],
    ['he-uniform', Math.sqrt(2 / 300), 0],
    ['orthogonal', Math.sqrt(1 / 300), 0],
    ['zeros', 0, 0],
    ['constant', 0.25, 0],
  ])('%s has its standard deviation, of weights %d', (name, weightDeviation, biasDeviation) => {
    const { weights, biases } = firstLayer(recipeOf(name))
    expect(Math.abs(deviation(weights) - weightDeviation)).toBeLessThanOrEqual(0.012 * weightDeviation)
    expect(Math.abs(deviation(biases) - biasDeviation)).toBeLessThanOrEqual(0.2 * biasDeviation)
  })

  it('covers every name', () => {
    for (const name of INITIALIZER_NAMES) expect(firstLayer(recipeOf(name)).weights).toHaveLength(60_000)
  })

  it('multiplies drawn weights by the gain', () => {
    const plain = firstLayer(recipeOf('he-normal')).weights
    const doubled = firstLayer(recipeOf('he-normal', { gain: 2 })).weights
    expect(doubled).toEqual(plain.map((value) => 2 * value))
  })

  it('draws orthonormal rows', () => {
    const { weights } = firstLayer(recipeOf('orthogonal'))
    const dot = (i: number, j: number): number => {
      let sum = 0
      for (let k = 0; k < 300; k++) sum += weights[i * 300 + k]! * weights[j * 300 + k]!
      return sum
    }
    for (const [i, j] of [
      [0, 1],
      [7, 199],
      [42, 43],
    ] as const) {
      expect(dot(i, i)).toBeCloseTo(1, 12)
      expect(dot(i, j)).toBeCloseTo(0, 12)
    }
  })
})
