import { expect, it } from 'vitest'
import { describeEpochResult } from '#shared/words/epoch-words.ts'
import { measured } from '../../../core/training/measured.ts'

const epochOf = (epoch: number, validationAccuracy: number | null) => ({
  ...measured(epoch, { validationAccuracy, trainAccuracy: 0.9, testCorrect: 95, testTotal: 100 }),
  durationMs: 1,
})

it('names the measure of an epoch once', () => {
  const [best, last] = [epochOf(3, 0.96), epochOf(4, 0.95)]
  expect(describeEpochResult({ best, last }, best)).toBe('epoch 3, best validation accuracy: 96.00 %')
  expect(describeEpochResult({ best, last }, last)).toBe('epoch 4: validation accuracy 95.00 %')
  const tested = epochOf(4, null)
  expect(describeEpochResult({ best: tested, last: tested }, tested)).toBe(
    'epoch 4, the last: test accuracy 95.00 %',
  )
})
