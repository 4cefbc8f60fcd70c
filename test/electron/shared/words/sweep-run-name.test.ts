import { expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { planSweep } from '#core/experiments/sweep/plan-sweep.ts'
import { parseVariation } from '#core/experiments/sweep/variation.ts'
import { nameSweepRun } from '#shared/words/sweep-run-name.ts'

it.each([
  [['optimizer.learningRate=0.1,3', 'seed=1..2'], 'Rates #3: learning rate 3, seed 1'],
  [['batchSize=10,20', 'l2.lambda=0,0.5'], 'Rates #3: mini-batch size 20, L2 λ 0'],
  [['layers.0.units=10,20,30'], 'Rates #3: hidden 1 units 30'],
  [['layers=none,30,100-50'], 'Rates #3: layers 100-50'],
  [
    ['data.trainSize=100,200', 'initializer.name=glorot-normal,he-normal'],
    'Rates #3: training images 200, first weights glorot-normal',
  ],
])('calls a run of a sweep over %j as a person calls its fields: %s', (texts, name) => {
  const variations = texts.map((text) => parseVariation(text, LECTURE_RECIPE))
  const plan = planSweep({ recipe: LECTURE_RECIPE, variations, search: { kind: 'grid' } })
  expect(nameSweepRun('Rates', plan, 2)).toBe(name)
})
