import { expect, it } from 'vitest'
import { describeBestBy, describeEpochResult } from '#shared/words/epoch-words.ts'
import { LECTURE_RECIPE as recipe } from '#core/recipe/recipe.ts'
import { measured } from '../../../core/training/measured.ts'

const epochOf = (epoch: number, validationAccuracy: number | null) => ({
  ...measured(epoch, { validationAccuracy, trainAccuracy: 0.9, testCorrect: 95, testTotal: 100 }),
  durationMs: 1,
})

it('names the measure of an epoch once', () => {
  const [best, last] = [epochOf(3, 0.96), epochOf(4, 0.95)]
  expect(describeEpochResult({ recipe, best, last }, best)).toBe('epoch 3, best validation accuracy: 96.00 %')
  expect(describeEpochResult({ recipe, best, last }, last)).toBe('epoch 4: validation accuracy 95.00 %')
  const tested = epochOf(4, null)
  expect(describeEpochResult({ recipe, best: tested, last: tested }, tested)).toBe(
    'epoch 4, the last: test accuracy 95.00 %',
  )
})

it('says by what an epoch is the best', () => {
  const patience = { measure: 'validation-loss', epochs: 3 } as const
  const byLoss = { ...recipe, stopping: { ...recipe.stopping, patience } }
  const [best, tested] = [epochOf(3, 0.96), epochOf(4, null)]
  expect(describeBestBy({ recipe, best })).toBe('best validation accuracy')
  expect(describeBestBy({ recipe: byLoss, best })).toBe('lowest validation loss')
  expect(describeBestBy({ recipe, best: tested })).toBe('best test accuracy')
  expect(describeEpochResult({ recipe: byLoss, best, last: best }, best)).toBe(
    'epoch 3, lowest validation loss: validation accuracy 96.00\u00a0%',
  )
})
