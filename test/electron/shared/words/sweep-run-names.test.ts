import { expect, it } from 'vitest'
import { planSweep } from '#core/experiments/sweep/plan-sweep.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { nameSweepRun } from '#shared/words/sweep-run-names.ts'

const lastName = (...varied: [path: string, ...values: SpacedValue[]][]): string => {
  const variations = varied.map(([path, ...values]) => ({ path, values: { kind: 'list' as const, values } }))
  const plan = planSweep({ recipe: LECTURE_RECIPE, variations, search: { kind: 'grid' } })
  return nameSweepRun('S', plan, plan.runs.length - 1)
}

it('calls the run of a sweep by the names of fields and values, those that differ alone', () => {
  expect(lastName(['optimizer.name', 'sgd', 'adam'], ['seed', 1, 2])).toBe('S #4: optimizer Adam, seed 2')
  expect(lastName(['initializer.name', 'zeros', 'he-normal'], ['seed', 1])).toBe(
    'S #2: first weights He normal',
  )
  expect(lastName(['layers.0.units', 10, 30])).toBe('S #2: hidden 1 units 30')
  expect(lastName(['layers.*.activation', 'tanh', 'leaky-relu'])).toBe(
    'S #2: all hidden activation Leaky ReLU',
  )
  expect(lastName(['layers.1.activation', 'tanh', 'sigmoid'])).toBe('S #2: output activation Sigmoid')
  expect(lastName(['layers', 'none', '100-50'])).toBe('S #2: hidden layers 100-50')
  expect(lastName(['l2.lambda', 0, 10_000])).toBe('S #2: L2 λ 10000')
  expect(lastName(['shuffle', true, false], ['gradientClipping', 1, null])).toBe(
    'S #4: shuffle off, gradient clipping off',
  )
  expect(lastName(['batchSize', 10, 20], ['l2.lambda', 0, 0.5])).toBe('S #4: mini-batch size 20, L2 λ 0.5')
  expect(lastName(['data.trainSize', 100, 200], ['initializer.name', 'he-normal', 'glorot-normal'])).toBe(
    'S #4: training images 200, first weights Glorot normal',
  )
})
