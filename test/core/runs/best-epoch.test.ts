import { describe, expect, it } from 'vitest'
import { findBestEpoch } from '#core/runs/best-epoch.ts'
import { findStopReason } from '#core/training/stop-reason.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { measured } from '../training/measured.ts'
import { lookBackOn } from '../training/look-back-on.ts'

/** Accuracy is best in epoch 3, loss lowest in epoch 1. */
const EPOCHS = (
  [
    [0.8, 0.5],
    [0.85, 0.3],
    [0.85, 0.4],
    [0.9, 0.35],
    [0.9, 0.3],
  ] as const
).map(([validationAccuracy, validationLoss], epoch) =>
  measured(epoch, { validationAccuracy, validationLoss, testCorrect: epoch, testTotal: 10 }),
)
const bestOf = (measure: 'validation-accuracy' | 'validation-loss' | null, epochs = EPOCHS) =>
  findBestEpoch({ stopping: { patience: measure && { measure, epochs: 2 } } }, epochs)?.epoch

describe('the best epoch', () => {
  it('has the best validation accuracy, or the lowest validation loss where patience waits for that; the first of equals', () => {
    expect([bestOf(null), bestOf('validation-accuracy'), bestOf('validation-loss')]).toEqual([3, 3, 1])
  })

  it('is the one that lost patience names', () => {
    for (const measure of ['validation-accuracy', 'validation-loss'] as const) {
      const stopping = { ...LECTURE_RECIPE.stopping, patience: { measure, epochs: 1 } }
      expect(findStopReason(stopping, lookBackOn({ ...LECTURE_RECIPE, stopping }, EPOCHS))).toMatchObject({
        code: 'lost-patience',
        best: bestOf(measure),
      })
    }
  })

  it('is not one whose loss is no number, and without a validation part the one that test or training images choose', () => {
    const lost = measured(0, { validationAccuracy: 0.99, validationLoss: NaN })
    expect(bestOf('validation-loss', [lost, ...EPOCHS.slice(1)])).toBe(1)
    const untested = EPOCHS.map((epoch) => ({ ...epoch, validationAccuracy: null, validationLoss: null }))
    expect(bestOf(null, untested)).toBe(4)
    expect(bestOf(null, [])).toBeUndefined()
  })
})
