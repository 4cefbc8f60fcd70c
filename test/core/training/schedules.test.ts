import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, parseRecipe, type Recipe } from '#core/recipe/recipe.ts'
import type { Stopping } from '#core/recipe/stopping.ts'
import type { TimedEpoch } from '#core/runs/epoch-metrics.ts'
import type { StopReason } from '#core/runs/reason.ts'
import { SCHEDULE_DEFAULTS, type Schedule } from '#core/recipe/schedule.ts'
import { findIdleEnd, learningRateAt, plannedRates } from '#core/training/learning-rate.ts'
import { Training } from '#core/training/training.ts'
import { findStopReason } from '#core/training/stop-reason.ts'
import { measured } from './measured.ts'
import { lookBackOn } from './look-back-on.ts'
import { tinyParts, tinyRecipe } from './tiny-images.ts'

const recipe = { ...LECTURE_RECIPE, optimizer: { name: 'sgd' as const, learningRate: 0.8 }, epochs: 5 }
const rates = (schedule: Schedule, losses: number[] = []): number[] =>
  [0, 1, 2, 3, 4].map((epoch) =>
    learningRateAt(
      { ...recipe, schedule },
      epoch,
      0,
      lookBackOn(
        { ...recipe, schedule },
        losses.slice(0, epoch).map((loss, k) => measured(k, { validationLoss: loss })),
      ).plateaus,
    ),
  )

describe('the learning rate', () => {
  it.each<[Schedule, number[]]>([
    [{ name: 'constant' }, [0.8, 0.8, 0.8, 0.8, 0.8]],
    [{ name: 'step', every: 2, factor: 0.5 }, [0.8, 0.8, 0.4, 0.4, 0.2]],
    [{ name: 'exponential', factor: 0.5 }, [0.8, 0.4, 0.2, 0.1, 0.05]],
    [
      { name: 'cosine', minimum: 0, reaches: 'in-last-epoch' },
      [0.8, 0.4 * (1 + Math.SQRT1_2), 0.4, 0.4 * (1 - Math.SQRT1_2), 0],
    ],
    [
      { name: 'cosine', minimum: 0, reaches: 'after-last-epoch' },
      // torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=5), stepped after each epoch, from a rate of 0.8.
      [0.8, 0.7236067977499789, 0.523606797749979, 0.27639320225002106, 0.07639320225002102],
    ],
    [{ name: 'inverse-time', decay: 1 }, [0.8, 0.4, 0.8 / 3, 0.2, 0.16]],
  ])('follows $name', (schedule, expected) => {
    rates(schedule).forEach((rate, epoch) => expect(rate).toBeCloseTo(expected[epoch]!, 12))
  })

  it('is cut when the validation loss stays on a plateau', () => {
    const schedule = { name: 'plateau', factor: 0.5, patience: 2 } as const
    expect(rates(schedule, [1, 1.1, 1.2, 1.3])).toEqual([0.8, 0.8, 0.8, 0.4, 0.4])
    expect(rates(schedule, [1, 0.9, 0.8, 0.7])).toEqual([0.8, 0.8, 0.8, 0.8, 0.8])
    expect(rates({ ...schedule, patience: 1 }, [1, 1, 1, 1])).toEqual([0.8, 0.8, 0.4, 0.2, 0.1])
  })

  it('rises in a straight line while it warms up', () => {
    const warm = { ...recipe, schedule: { name: 'constant' as const }, warmupEpochs: 2 }
    expect([0, 0.5].map((progress) => learningRateAt(warm, 0, progress, 0))).toEqual([0, 0.2])
    expect([0, 0.5].map((progress) => learningRateAt(warm, 1, progress, 0))).toEqual([
      0.4, 0.6000000000000001,
    ])
    expect(learningRateAt(warm, 2, 0, 0)).toBe(0.8)
  })
})

describe('every epoch that is paid for', () => {
  const RATE = 3
  const old = parseRecipe(
    JSON.parse(readFileSync(path.join(import.meta.dirname, '../../fixtures/cosine-two-epochs.json'), 'utf8')),
  )
  const hashes = (changes: Partial<Recipe>): string[] => {
    const { layers, inputSize, data } = tinyRecipe()
    const training = new Training({
      recipe: { ...old, layers, inputSize, data, ...changes },
      parts: tinyParts(),
    })
    const found: string[] = []
    for (let event = training.advance(1000); event.type !== 'completed'; event = training.advance(1000)) {
      if (event.type === 'epoch') found.push(training.checkpoint().parameters.join())
    }
    return found
  }

  it('learns with a new cosine schedule, and an old recipe keeps its bytes', () => {
    expect(old.schedule).toEqual({ name: 'cosine', minimum: 0, reaches: 'in-last-epoch' })
    const before = hashes({})
    expect(before[1]).toBe(before[0])
    const now = hashes({ schedule: SCHEDULE_DEFAULTS.cosine })
    expect(now[1]).not.toBe(now[0])
    expect(now[0]).toBe(before[0])
  })

  it.each(
    Object.values(SCHEDULE_DEFAULTS).flatMap((schedule) =>
      [1, 2, 3, 30].map((epochs) => ({ schedule, epochs, name: schedule.name })),
    ),
  )('has a rate above 0 with a new $name schedule over $epochs epochs', ({ schedule, epochs }) => {
    for (const warmupEpochs of [0, 1, Math.min(5, epochs)]) {
      const planned = plannedRates({
        schedule,
        epochs,
        warmupEpochs,
        optimizer: { name: 'sgd', learningRate: RATE },
      })
      expect(planned).toHaveLength(epochs)
      expect(Math.min(...planned)).toBeGreaterThan(0)
      expect(findIdleEnd(planned)).toEqual({ epochs: 0, isZero: false })
    }
  })

  it.each<[Schedule, number, ReturnType<typeof findIdleEnd>]>([
    [{ name: 'cosine', minimum: 0, reaches: 'in-last-epoch' }, 4, { epochs: 1, isZero: true }],
    [{ name: 'cosine', minimum: 0, reaches: 'in-last-epoch' }, 1, { epochs: 0, isZero: false }],
    [{ name: 'cosine', minimum: 0.1, reaches: 'in-last-epoch' }, 4, { epochs: 0, isZero: false }],
    [{ name: 'step', every: 2, factor: 1e-6 }, 5, { epochs: 3, isZero: false }],
    [{ name: 'exponential', factor: 0.05 }, 10, { epochs: 6, isZero: false }],
  ])('is told from those that learn nothing: %o over %i', (schedule, epochs, idle) => {
    const optimizer = { name: 'sgd' as const, learningRate: RATE }
    expect(findIdleEnd(plannedRates({ schedule, epochs, warmupEpochs: 0, optimizer }))).toEqual(idle)
  })
})

describe('stopping', () => {
  const none = LECTURE_RECIPE.stopping
  const losses = (...values: number[]): ReturnType<typeof measured>[] =>
    values.map((loss, k) =>
      measured(k, { trainLoss: loss, validationLoss: loss, validationAccuracy: 1 - loss }),
    )

  const reasonAfter = (stopping: Stopping, epochs: readonly TimedEpoch[]): StopReason | undefined =>
    findStopReason(stopping, lookBackOn({ ...recipe, stopping }, epochs))

  it('has no rule in the lecture', () => {
    expect(reasonAfter(none, losses(0.5, 0.5, 0.5))).toBeUndefined()
  })

  it('loses patience when a measure no longer improves, and names the best epoch', () => {
    for (const measure of ['validation-loss', 'validation-accuracy'] as const) {
      const stopping = { ...none, patience: { epochs: 2, measure } }
      expect(reasonAfter(stopping, losses(0.5, 0.4, 0.41))).toBeUndefined()
      expect(reasonAfter(stopping, losses(0.5, 0.4, 0.41, 0.4))).toEqual({
        code: 'lost-patience',
        ...{ measure, epochs: 2, best: 1 },
      })
    }
  })

  it("converges by the lecture's rule", () => {
    const stopping = { ...none, convergence: 0.01 }
    expect(reasonAfter(stopping, losses(0.5))).toBeUndefined()
    expect(reasonAfter(stopping, losses(0.5, 0.48))).toBeUndefined()
    expect(reasonAfter(stopping, losses(0.5, 0.48, 0.475))).toEqual({
      code: 'converged',
      change: expect.closeTo(0.005, 12) as number,
      epsilon: 0.01,
    })
  })

  it('ends at a target accuracy and at a time limit', () => {
    expect(reasonAfter({ ...none, targetAccuracy: 0.5 }, losses(0.6, 0.5))).toEqual({
      code: 'reached-target',
      ...{ part: 'validation', accuracy: 0.5, target: 0.5 },
    })
    const timed = losses(0.6, 0.5).map((epoch) => ({ ...epoch, durationMs: 600 }))
    expect(reasonAfter({ ...none, timeLimitSeconds: 1 }, timed)).toEqual({
      code: 'time-up',
      ...{ seconds: 1.2, limitSeconds: 1 },
    })
    expect(reasonAfter({ ...none, timeLimitSeconds: 2 }, timed)).toBeUndefined()
  })
})
