import { expect, it } from 'vitest'
import { defaultEpoch } from '#core/runs/default-epoch.ts'
import { measured } from '../training/measured.ts'

it('is the best by validation, whatever the test images say', () => {
  const best = measured(3, { validationAccuracy: 0.9, testCorrect: 10, testTotal: 100 })
  const last = measured(7, { validationAccuracy: 0.8, testCorrect: 99, testTotal: 100 })
  expect(defaultEpoch({ best, last })).toEqual({ epoch: 3, choice: 'best-validation' })
})

it('is the last where there is no validation part: the test images choose nothing', () => {
  const without = { validationAccuracy: null, validationLoss: null }
  const best = measured(3, { ...without, testCorrect: 99, testTotal: 100 })
  const last = measured(7, { ...without, testCorrect: 10, testTotal: 100 })
  expect(defaultEpoch({ best, last })).toEqual({ epoch: 7, choice: 'last' })
})

it('is the weights as they came for an imported network, and none before the first epoch', () => {
  expect(defaultEpoch({ best: null, last: { epoch: -1 } })).toEqual({ epoch: -1, choice: 'last' })
  expect(defaultEpoch({ best: null, last: null })).toBeNull()
})
