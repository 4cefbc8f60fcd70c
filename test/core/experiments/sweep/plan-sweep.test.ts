import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkRecipe, LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import {
  describeChanges,
  planSweep,
  type SweepPlan,
  type SweepSearch,
} from '#core/experiments/sweep/plan-sweep.ts'
import { readRecipeField } from '#core/experiments/sweep/recipe-field.ts'
import { parseVariation, VariationError } from '#core/experiments/sweep/variation.ts'

const GRID: SweepSearch = { kind: 'grid' }

function plan(texts: readonly string[], search = GRID): SweepPlan {
  const variations = texts.map((text) => parseVariation(text, LECTURE_RECIPE))
  return planSweep({ recipe: LECTURE_RECIPE, variations, search })
}

describe('a grid', () => {
  it('has every combination once, the last field changing first', () => {
    const { runs, leftOut } = plan(['optimizer.learningRate=0.1,1', 'seed=1..3'])
    expect(leftOut).toEqual([])
    expect(runs.map(({ changes }) => describeChanges(changes))).toEqual([
      ...['learningRate 0.1, seed 1', 'learningRate 0.1, seed 2', 'learningRate 0.1, seed 3'],
      ...['learningRate 1, seed 1', 'learningRate 1, seed 2', 'learningRate 1, seed 3'],
    ])
    expect(runs[4]!.recipe).toEqual({
      ...LECTURE_RECIPE,
      optimizer: { name: 'sgd', learningRate: 1 },
      seed: 2,
    })
  })

  it('draws first weights for every run, also where its recipe starts from those of a run', () => {
    const recipe = { ...LECTURE_RECIPE, startsFrom: 'ab'.repeat(32) }
    const variations = [parseVariation('seed=1,2', recipe)]
    const { runs } = planSweep({ recipe, variations, search: GRID })
    expect(runs.map((run) => run.recipe)).toEqual([1, 2].map((seed) => ({ ...LECTURE_RECIPE, seed })))
  })

  it('has as many runs as the values multiply to, all different and valid', () => {
    const count = fc.integer({ min: 1, max: 6 })
    fc.assert(
      fc.property(count, count, count, (a, b, c) => {
        const { runs } = plan([`seed=1..${a}`, `layers.0.units=range:10:90:${b}`, `l2.lambda=range:0:5:${c}`])
        expect(runs).toHaveLength(a * b * c)
        expect(new Set(runs.map(({ recipe }) => JSON.stringify(recipe))).size).toBe(a * b * c)
        expect(runs.every(({ recipe }) => checkRecipe(recipe).length === 0)).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('leaves combinations out that are no recipe, each with its reason', () => {
    const { runs, leftOut } = plan(['loss=mse,softmax-cross-entropy', 'layers.1.activation=sigmoid,softmax'])
    expect(runs.map(({ recipe }) => [recipe.loss, recipe.layers[1]!.activation])).toEqual([
      ['mse', 'sigmoid'],
      ['softmax-cross-entropy', 'softmax'],
    ])
    expect(leftOut.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('mse over softmax outputs learns very slowly'),
      expect.stringContaining('expected a softmax output layer, got sigmoid'),
    ])
    expect(() => plan(['loss=softmax-cross-entropy'])).toThrow(
      'the only combination is no valid recipe: Loss',
    )
  })

  it('refuses too many runs, a field twice, and nothing to vary', () => {
    expect(() => plan(['seed=1..101', 'batchSize=1..100'])).toThrow(
      'expected 10,000 runs at most, got 101 × 100 = 10,100',
    )
    expect(() => plan(['seed=1', 'seed=2'])).toThrow('seed: expected each field once, got it twice')
    expect(() => plan([])).toThrow(VariationError)
  })
})

describe('a random search', () => {
  const random = (count: number, seed = 1): SweepSearch => ({ kind: 'random', count, seed })

  it('draws within the ranges, from the lists, and the same again for the same seed', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const texts = ['optimizer.learningRate=log:0.01:10', 'layers.0.units=range:10:20', 'loss=mse']
        const { runs } = plan(texts, random(30, seed))
        expect(runs).toHaveLength(30)
        for (const { recipe } of runs) {
          expect(recipe.optimizer.learningRate).toBeGreaterThanOrEqual(0.01)
          expect(recipe.optimizer.learningRate).toBeLessThanOrEqual(10)
          const units = readRecipeField(recipe, 'layers.0.units')
          expect([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]).toContain(units)
        }
        expect(plan(texts, random(10, seed)).runs).toEqual(runs.slice(0, 10))
      }),
      { numRuns: 10 },
    )
  })

  it('draws log ranges evenly over their decades', () => {
    const { runs } = plan(['optimizer.learningRate=log:0.001:1000'], random(600))
    const below = (limit: number): number =>
      runs.filter(({ recipe }) => recipe.optimizer.learningRate < limit).length / runs.length
    // Of 600 draws, a share of 1/6, 1/2 and 5/6 within four standard deviations.
    expect(Math.abs(below(0.01) - 1 / 6)).toBeLessThan(0.06)
    expect(Math.abs(below(1) - 1 / 2)).toBeLessThan(0.08)
    expect(Math.abs(below(100) - 5 / 6)).toBeLessThan(0.06)
  })

  it('draws no combination twice, and fewer runs where there are no more', () => {
    const { runs } = plan(['seed=1,2,3', 'batchSize=range:10:12'], random(50))
    expect(new Set(runs.map(({ recipe }) => `${recipe.seed} ${recipe.batchSize}`)).size).toBe(9)
    expect(runs).toHaveLength(9)
  })
})
