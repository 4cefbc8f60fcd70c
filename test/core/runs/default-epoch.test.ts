import { expect, it } from 'vitest'
import { defaultEpoch } from '#core/runs/default-epoch.ts'
import { LECTURE_RECIPE as recipe } from '#core/recipe/recipe.ts'
import { measured as measuredWithoutTime } from '../training/measured.ts'

const measured = (...given: Parameters<typeof measuredWithoutTime>) => ({
  ...measuredWithoutTime(...given),
  durationMs: 1,
})

it('is the best by validation, whatever the test images say', () => {
  const best = measured(3, { validationAccuracy: 0.9, testCorrect: 10, testTotal: 100 })
  const last = measured(7, { validationAccuracy: 0.8, testCorrect: 99, testTotal: 100 })
  expect(defaultEpoch({ best, last, recipe })).toEqual({ epoch: 3, choice: 'best-validation-accuracy' })
})

it('is the last where there is no validation part: the test images choose nothing', () => {
  const without = { validationAccuracy: null, validationLoss: null }
  const best = measured(3, { ...without, testCorrect: 99, testTotal: 100 })
  const last = measured(7, { ...without, testCorrect: 10, testTotal: 100 })
  expect(defaultEpoch({ best, last, recipe })).toEqual({ epoch: 7, choice: 'last' })
})

it('is the weights as they came for an imported network, and none before the first epoch', () => {
  expect(defaultEpoch({ best: null, last: { epoch: -1 }, recipe })).toEqual({ epoch: -1, choice: 'last' })
  expect(defaultEpoch({ best: null, last: null, recipe })).toBeNull()
})

it('has the lowest validation loss where patience waits for that', () => {
  const patience = { measure: 'validation-loss', epochs: 3 } as const
  const best = measured(3, { validationAccuracy: 0.8, validationLoss: 0.1 })
  const last = measured(7, { validationAccuracy: 0.9, validationLoss: 0.2 })
  expect(defaultEpoch({ best, last, recipe: { stopping: { patience } } })).toEqual({
    epoch: 3,
    choice: 'lowest-validation-loss',
  })
})
