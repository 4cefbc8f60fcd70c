import { describe, expect, it } from 'vitest'
import { applyCure } from '#core/evaluation/diagnosis/cures.ts'
import { diagnoseRun } from '#core/evaluation/diagnosis/diagnose-run.ts'
import { fittingRate } from '#core/recipe/fitting-defaults.ts'
import { parseRecipe } from '#core/recipe/recipe.ts'
import { FAULTY, makeDigits } from '../core/evaluation/diagnosis/faulty-recipes.ts'
import { RATES_THAT_DO_NO_HARM } from '../core/evaluation/diagnosis/fitting-rates.ts'
import { trainForEvidence } from '../core/evaluation/diagnosis/trained-evidence.ts'

const digits = makeDigits(5000)

describe('what is said to help', () => {
  it.each(FAULTY)('helps against $code: $name', ({ code, recipe, gain }) => {
    const before = trainForEvidence(recipe, digits)
    const [first] = diagnoseRun(before)
    expect(first!.finding.code).toBe(code)
    const cured = first!.cures.flatMap((cure) => {
      const next = applyCure(recipe, cure)
      return next === null ? [] : [trainForEvidence(parseRecipe(next), digits).accuracy]
    })
    expect(cured.length).toBeGreaterThan(0)
    expect(100 * (cured[0]! - before.accuracy)).toBeGreaterThan(gain)
    // The others at least do no harm beyond what chance makes of 1,000 images.
    for (const accuracy of cured) expect(accuracy).toBeGreaterThan(before.accuracy - 0.015)
  })

  it.each(RATES_THAT_DO_NO_HARM)('is no lower rate with $name', ({ recipe }) => {
    const before = trainForEvidence(recipe, digits)
    expect(diagnoseRun(before).map(({ finding }) => finding.code)).not.toContain('rate-too-high')
    const optimizer = { ...recipe.optimizer, learningRate: fittingRate(recipe) }
    const after = trainForEvidence(parseRecipe({ ...recipe, optimizer }), digits)
    expect(after.accuracy).toBeLessThan(before.accuracy + 0.01)
  })

  it('where more images are said to help, they do', () => {
    const { recipe } = FAULTY.find(({ code }) => code === 'overfitting')!
    const before = trainForEvidence(recipe, digits)
    const [cure] = diagnoseRun(before)[0]!.cures
    expect(cure).toMatchObject({ code: 'more-images' })
    const more = { ...applyCure(recipe, cure!)!, epochs: 5 }
    expect(trainForEvidence(more, digits).accuracy).toBeGreaterThan(before.accuracy + 0.08)
  })
})
