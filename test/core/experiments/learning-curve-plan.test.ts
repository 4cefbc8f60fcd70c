import { describe, expect, it } from 'vitest'
import {
  curveWork,
  measuredPace,
  networkWork,
  planRecipes,
  usualSizes,
  withEpochs,
} from '#core/experiments/learning-curve-plan.ts'
import { LECTURE_RECIPE, RecipeError } from '#core/recipe/recipe.ts'

const recipe = {
  ...LECTURE_RECIPE,
  engine: 'reference' as const,
  data: { ...LECTURE_RECIPE.data, trainSize: 2000, validationSize: 300, testSize: 600 },
  epochs: 30,
}
const plan = { sizes: [2000, 200, 1000], seeds: [4, 5], epochs: 30, equal: 'steps' as const }

describe('the plan of a learning curve', () => {
  it('takes the usual shares, without amounts that cannot show every digit', () => {
    expect(usualSizes(50_000).map(({ size }) => size)).toEqual([
      500, 1000, 2500, 5000, 10_000, 25_000, 50_000,
    ])
    expect(usualSizes(200).map(({ size }) => size)).toEqual([10, 20, 40, 100, 200])
    expect(usualSizes(4)).toEqual([{ share: 1, size: 4 }])
  })

  it('gives every amount as many training steps, or as many epochs', () => {
    const steps = planRecipes(recipe, plan)
    expect(steps.map(({ data, epochs, seed }) => [data.trainSize, epochs, seed])).toEqual([
      [200, 300, 4],
      [1000, 60, 4],
      [2000, 30, 4],
    ])
    const shorter = planRecipes(recipe, { ...plan, epochs: 10 })
    expect(shorter.map(({ epochs }) => epochs)).toEqual([100, 20, 10])
    const epochs = planRecipes(recipe, { ...plan, epochs: 10, equal: 'epochs' })
    expect(epochs.map(({ epochs: count }) => count)).toEqual([10, 10, 10])
  })

  it('leaves the recipe as it is for its own images and epochs', () => {
    const scheduled = { ...recipe, schedule: { name: 'exponential' as const, factor: 0.97 } }
    expect(planRecipes(scheduled, { ...plan, sizes: [2000], seeds: [recipe.seed] })).toEqual([scheduled])
    expect(withEpochs(scheduled, 30)).toBe(scheduled)
  })

  it('refuses an amount whose epochs would be too many', () => {
    expect(() => planRecipes(recipe, { ...plan, sizes: [1], epochs: 60 })).toThrow(RecipeError)
  })

  it('counts passes: training, ends of epochs, and answers at a third', () => {
    expect(networkWork(recipe)).toBeCloseTo(30 * 2130 + (2000 + 300) / 3, 9)
    const patient = {
      ...recipe,
      stopping: { ...recipe.stopping, patience: { epochs: 5, measure: 'validation-loss' as const } },
    }
    expect(networkWork(patient)).toBeCloseTo(30 * 2130 + (2000 + 300 + 30 * 300) / 3, 9)
    expect(curveWork(recipe, plan)).toBeCloseTo(
      2 * (3 * 60_000 + 130 * (300 + 60 + 30) + (200 + 1000 + 2000 + 3 * 300) / 3),
      6,
    )
  })

  it('counts more for what a fast engine does not hasten', () => {
    const fast = { ...recipe, engine: 'wasm' as const }
    expect(networkWork(fast)).toBe(30 * 2400 + 3 * 2000 + 4.5 * 2300)
  })

  it('takes the pace from what the run took', () => {
    // 10 epochs of 2,000 images, each with its end and answers to 900 more, in 2.43 seconds.
    expect(measuredPace(recipe, { epochsDone: 10, durationMs: 2430 })).toBeCloseTo(0.1, 12)
    expect(measuredPace(recipe, { epochsDone: 0, durationMs: 0 })).toBeNull()
  })
})
