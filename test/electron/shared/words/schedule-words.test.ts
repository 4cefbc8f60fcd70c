import { describe, expect, it } from 'vitest'
import { SCHEDULE_DEFAULTS, type Schedule } from '#core/recipe/schedule.ts'
import { describeIdleEnd, describeSchedule } from '#shared/words/schedule-words.ts'

const over = (epochs: number, schedule: Schedule, warmupEpochs = 0) => ({
  optimizer: { name: 'sgd' as const, learningRate: 3 },
  ...{ schedule, epochs, warmupEpochs },
})

describe('what is said of a schedule', () => {
  it.each([
    [over(30, SCHEDULE_DEFAULTS.constant), '3 in every epoch.'],
    [over(2, SCHEDULE_DEFAULTS.cosine), '3 at the end of epoch 0, 1.5 in epoch 1, the last.'],
    [
      over(30, SCHEDULE_DEFAULTS.cosine),
      '3 at the end of epoch 0, 1.66 in epoch 14, 0.00822 in epoch 29, the last.',
    ],
    [
      over(30, SCHEDULE_DEFAULTS.step),
      '3 at the end of epoch 0, 1.5 in epoch 14, 0.75 in epoch 29, the last.',
    ],
    [
      over(5, SCHEDULE_DEFAULTS.constant, 2),
      '1.5 at the end of epoch 0, 3 in epoch 2, 3 in epoch 4, the last.',
    ],
  ])('%# is the rates that a training has', (recipe, words) => {
    expect(describeSchedule(recipe)).toBe(words)
    expect(describeIdleEnd(recipe)).toBeNull()
  })

  it('leaves a plateau to what is measured', () => {
    expect(describeSchedule(over(30, SCHEDULE_DEFAULTS.plateau))).toContain('follows from what is measured')
  })

  it('names an end at which nothing is learned', () => {
    expect(describeIdleEnd(over(2, { name: 'cosine', minimum: 0, reaches: 'in-last-epoch' }))).toContain(
      'The last epoch has a learning rate of 0, so nothing is learned there.',
    )
    expect(describeIdleEnd(over(20, { name: 'exponential', factor: 0.1 }))).toContain(
      'The last 14 epochs have',
    )
  })
})
