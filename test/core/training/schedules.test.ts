import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import type { Schedule } from '#core/recipe/schedule.ts'
import { learningRateAt } from '#core/training/learning-rate.ts'
import { findStopReason } from '#core/training/stop-reason.ts'
import { measured } from './measured.ts'

const recipe = { ...LECTURE_RECIPE, optimizer: { name: 'sgd' as const, learningRate: 0.8 }, epochs: 5 }
const rates = (schedule: Schedule, losses: number[] = []): number[] =>
  [0, 1, 2, 3, 4].map((epoch) =>
    learningRateAt(
      { ...recipe, schedule },
      epoch,
      0,
      losses.slice(0, epoch).map((loss, k) => measured(k, { validationLoss: loss })),
    ),
  )

describe('the learning rate', () => {
  it.each<[Schedule, number[]]>([
    [{ name: 'constant' }, [0.8, 0.8, 0.8, 0.8, 0.8]],
    [{ name: 'step', every: 2, factor: 0.5 }, [0.8, 0.8, 0.4, 0.4, 0.2]],
    [{ name: 'exponential', factor: 0.5 }, [0.8, 0.4, 0.2, 0.1, 0.05]],
    [{ name: 'cosine', minimum: 0 }, [0.8, 0.4 * (1 + Math.SQRT1_2), 0.4, 0.4 * (1 - Math.SQRT1_2), 0]],
    [{ name: 'inverse-time', decay: 1 }, [0.8, 0.4, 0.8 / 3, 0.2, 0.16]],
  ])('follows $name', (schedule, expected) => {
    rates(schedule).forEach((rate, epoch) => expect(rate).toBeCloseTo(expected[epoch], 12))
  })

  it('is cut when the validation loss stays on a plateau', () => {
    const schedule = { name: 'plateau', factor: 0.5, patience: 2 } as const
    expect(rates(schedule, [1, 1.1, 1.2, 1.3])).toEqual([0.8, 0.8, 0.8, 0.4, 0.4])
    expect(rates(schedule, [1, 0.9, 0.8, 0.7])).toEqual([0.8, 0.8, 0.8, 0.8, 0.8])
    expect(rates({ ...schedule, patience: 1 }, [1, 1, 1, 1])).toEqual([0.8, 0.8, 0.4, 0.2, 0.1])
  })

  it('rises in a straight line while it warms up', () => {
    const warm = { ...recipe, schedule: { name: 'constant' as const }, warmupEpochs: 2 }
    expect([0, 0.5].map((progress) => learningRateAt(warm, 0, progress, []))).toEqual([0, 0.2])
    expect([0, 0.5].map((progress) => learningRateAt(warm, 1, progress, []))).toEqual([
      0.4, 0.6000000000000001,
    ])
    expect(learningRateAt(warm, 2, 0, [])).toBe(0.8)
  })
})

describe('stopping', () => {
  const none = LECTURE_RECIPE.stopping
  const losses = (...values: number[]): ReturnType<typeof measured>[] =>
    values.map((loss, k) =>
      measured(k, { trainLoss: loss, validationLoss: loss, validationAccuracy: 1 - loss }),
    )

  it('has no rule in the lecture', () => {
    expect(findStopReason(none, losses(0.5, 0.5, 0.5))).toBeUndefined()
  })

  it('loses patience when a measure no longer improves, and names the best epoch', () => {
    for (const measure of ['validation-loss', 'validation-accuracy'] as const) {
      const stopping = { ...none, patience: { epochs: 2, measure } }
      expect(findStopReason(stopping, losses(0.5, 0.4, 0.41))).toBeUndefined()
      expect(findStopReason(stopping, losses(0.5, 0.4, 0.41, 0.4))).toEqual({
        code: 'lost-patience',
        ...{ measure, epochs: 2, best: 1 },
      })
    }
  })

  it("converges by the lecture's rule", () => {
    const stopping = { ...none, convergence: 0.01 }
    expect(findStopReason(stopping, losses(0.5))).toBeUndefined()
    expect(findStopReason(stopping, losses(0.5, 0.48))).toBeUndefined()
    expect(findStopReason(stopping, losses(0.5, 0.48, 0.475))).toEqual({
      code: 'converged',
      change: expect.closeTo(0.005, 12) as number,
      epsilon: 0.01,
    })
  })

  it('ends at a target accuracy and at a time limit', () => {
    expect(findStopReason({ ...none, targetAccuracy: 0.5 }, losses(0.6, 0.5))).toEqual({
      code: 'reached-target',
      ...{ part: 'validation', accuracy: 0.5, target: 0.5 },
    })
    const timed = losses(0.6, 0.5).map((epoch) => ({ ...epoch, durationMs: 600 }))
    expect(findStopReason({ ...none, timeLimitSeconds: 1 }, timed)).toEqual({
      code: 'time-up',
      ...{ seconds: 1.2, limitSeconds: 1 },
    })
    expect(findStopReason({ ...none, timeLimitSeconds: 2 }, timed)).toBeUndefined()
  })
})
