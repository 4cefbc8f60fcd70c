import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#contract/types.ts'
import { TriedRecipes } from '#core/evaluation/diagnosis/tried-recipes.ts'
import { findMisfits, type Misfit } from '#core/recipe/fitting-defaults.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { epochOf, runOf } from '../../../renderer/epochs.ts'

const atRate = (learningRate: number, changes: Partial<Recipe> = {}): Recipe => ({
  ...LECTURE_RECIPE,
  optimizer: { name: 'sgd', learningRate },
  ...changes,
})
const withStart = (recipe: Recipe, name: Recipe['initializer']['name']): Recipe => ({
  ...recipe,
  initializer: { ...recipe.initializer, name },
})
let count = 0
/** A completed run whose best epoch read so many validation images right. */
function ran(recipe: Recipe, validationAccuracy: number, changes: Partial<RunSummary> = {}): RunSummary {
  return runOf(`run-${++count}`, { recipe, best: epochOf(0, { validationAccuracy }), ...changes })
}
function doubtOf(recipe: Recipe): Misfit {
  const [misfit] = findMisfits(recipe)
  return misfit!
}
const disproves = (recipe: Recipe, ...runs: RunSummary[]): boolean =>
  new TriedRecipes(runs).disproves(doubtOf(recipe), recipe)

describe('a doubt about a recipe', () => {
  const doubted = atRate(30)

  it('stands where no run of it was trained, or none that did well', () => {
    expect(disproves(doubted)).toBe(false)
    expect(disproves(doubted, ran(doubted, 0.6))).toBe(false)
    expect(disproves(doubted, ran(atRate(31), 0.97))).toBe(false)
  })

  it('gives way to runs of it that did well, whatever their seed and number of epochs', () => {
    expect(disproves(doubted, ran(doubted, 0.95))).toBe(true)
    expect(disproves(doubted, ran({ ...doubted, seed: 7, epochs: 3 }, 0.95))).toBe(true)
    expect(disproves(doubted, ran(doubted, 0.95), ran({ ...doubted, seed: 2 }, 0.7))).toBe(false)
  })

  it('does not heed runs on other data, from other weights, or of which little is known', () => {
    const elsewhere = { ...doubted, data: { ...doubted.data, dataSet: 'mnist' } }
    expect(disproves(doubted, ran(elsewhere, 0.95))).toBe(false)
    expect(disproves(doubted, ran(doubted, 0.95, { unknownFields: ['optimizer'] }))).toBe(false)
    expect(disproves(doubted, ran(doubted, 0.95, { status: 'stopped' }))).toBe(false)
  })

  it('is settled by runs at the value that would suit, where there are some', () => {
    expect(disproves(doubted, ran(doubted, 0.95), ran(atRate(3), 0.98))).toBe(false)
    expect(disproves(doubted, ran(doubted, 0.6), ran(atRate(3), 0.59))).toBe(true)
  })

  it('of first weights is settled in the same way', () => {
    const hidden = { ...LECTURE_RECIPE.layers[0]!, activation: 'relu' } as const
    const wide = atRate(0.5, { layers: [hidden, LECTURE_RECIPE.layers[1]!] })
    const doubt = doubtOf(wide)
    expect(doubt.field).toBe('initializer.name')
    expect(disproves(wide, ran(wide, 0.96))).toBe(true)
    if (doubt.field !== 'initializer.name') return
    expect(disproves(wide, ran(wide, 0.96), ran(withStart(wide, doubt.fitting), 0.99))).toBe(false)
  })
})
