import { describe, expect, it } from 'vitest'
import { rangeValues, tryingOrder, usualRange, whatIfFields } from '#core/experiments/what-if-values.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  layers: [{ ...LECTURE_RECIPE.layers[0]!, dropout: 0.25 }, LECTURE_RECIPE.layers[1]!],
}
const fieldOf = (path: string, of = recipe) => whatIfFields(of).find((field) => field.path === path)!
const usual = (path: string, of = recipe): number[] =>
  rangeValues(of, fieldOf(path, of), usualRange(of, fieldOf(path, of)))

describe('the usual values of a field', () => {
  it('are too small, right and too large for the lecture’s learning rate', () => {
    expect(usual('optimizer.learningRate')).toEqual([0.1, 0.3, 1, 3, 10, 30, 100])
  })

  it('suit what the field holds', () => {
    expect(usual('batchSize')).toEqual([1, 2, 5, 10, 20, 50, 100])
    expect(usual('layers.0.units')).toEqual([3, 7, 15, 30, 70, 150, 300])
    // The recipe's own is among them, and so are both ends of what is usual.
    expect(usual('layers.0.dropout')).toEqual([0, 0.15, 0.25, 0.45, 0.6, 0.75, 0.9])
    expect(usual('l2.lambda')).toEqual([0, 0.1, 0.3, 1, 3, 10, 30, 100])
    const small: Recipe = { ...recipe, data: { ...recipe.data, trainSize: 20 } }
    expect(usual('batchSize', small).at(-1)).toBe(20)
  })

  it('exist for every field of every optimizer, and are all valid', () => {
    const adamw: Recipe = {
      ...recipe,
      optimizer: {
        name: 'adamw',
        learningRate: 0.001,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: 0,
      },
      gradientClipping: 1,
    }
    const fields = whatIfFields(adamw)
    expect(fields.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['optimizer.beta2', 'optimizer.weightDecay', 'gradientClipping']),
    )
    expect(fields.map(({ path }) => path)).not.toEqual(expect.arrayContaining(['seed']))
    for (const { path } of fields) {
      const values = usual(path, adamw)
      expect(values.length, path).toBeGreaterThan(3)
      expect(values, path).toEqual([...new Set(values)].sort((a, b) => a - b))
    }
  })
})

describe('the values of a range', () => {
  const field = fieldOf('optimizer.learningRate')
  it('keep their ends, and those between are numbers that a person would choose', () => {
    const range = { from: 0.04, to: 6, count: 5, isLogarithmic: true }
    expect(rangeValues(recipe, field, range)).toEqual([0.04, 0.15, 0.5, 3, 6])
    expect(rangeValues(recipe, field, { ...range, from: 2.9, to: 3.1, count: 3 })).toEqual([2.9, 3, 3.1])
  })

  it('have the recipe’s own beside them where it lies outside', () => {
    const range = { from: 0.1, to: 1, count: 3, isLogarithmic: true }
    expect(rangeValues(recipe, field, range)).toEqual([0.1, 0.3, 1, 3])
    expect(rangeValues(recipe, field, { ...range, from: 0 })).toEqual([3])
    expect(rangeValues(recipe, field, { ...range, from: 1, to: 0.1 })).toEqual([3])
  })

  it('are tried from the recipe’s own outwards', () => {
    expect(tryingOrder([0.1, 0.3, 1, 3, 10], 1)).toEqual([1, 0.3, 3, 0.1, 10])
  })
})
