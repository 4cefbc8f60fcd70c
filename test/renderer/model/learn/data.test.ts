import { expect, it } from 'vitest'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { DATA_STATES, describeRace, type RaceOutcome } from '../../../../renderer/model/learn/data-state.ts'
import {
  bestByValidation,
  countAsGood,
  lookAtTest,
  pilesChart,
} from '../../../../renderer/model/learn/piles.ts'
import { raceChart } from '../../../../renderer/model/learn/race-chart.ts'

const outcomes: RaceOutcome[] = [
  { batch: 1, end: 'arrived', updates: 500, images: 500, milliseconds: 90 },
  { batch: 10, end: 'arrived', updates: 200, images: 2000, milliseconds: 60 },
  { batch: 'all', end: 'given-up', updates: 40, images: 400_000, milliseconds: 4000 },
]

it('names a winner by each measure among those that arrived', () => {
  const { race } = DATA_STATES.batches
  expect(describeRace({ ...race, outcomes, bet: 1 })).toBe(
    'You lost your bet. First on this machine’s clock: Batches of 10. By images seen: One by one. By updates: Batches of 10.',
  )
  expect(describeRace({ ...race, outcomes, bet: 10 })).toMatch(/^You won your bet\./)
  expect(describeRace({ ...race, outcomes: outcomes.slice(2), bet: 10 })).toMatch(/^None of them arrived/)
  expect(describeRace(race)).toBe('')
})

it('draws a race over time from its start, and over images without the 0', () => {
  const points = [
    { updates: 0, images: 0, milliseconds: 0, accuracy: 0.1 },
    { updates: 5, images: 50, milliseconds: 250, accuracy: 0.4 },
  ]
  const lines = [{ batch: 10, colour: 'red', points }]
  expect(raceChart(lines, 'milliseconds', 0.9).marks[0]).toMatchObject({
    points: [{ x: 0 }, { x: 0.25, y: 0.4 }],
  })
  expect(raceChart(lines, 'images', 0.9)).toMatchObject({
    x: { kind: 'log' },
    marks: [{ points: [{ x: 50 }] }],
  })
  expect(raceChart([], 'updates', 0.8).description).toContain('up to 80 %')
})

const epoch = (number: number, right: number, test: number): EpochMetrics => ({
  ...{
    epoch: number,
    trainLoss: 0.1,
    trainAccuracy: 0.9,
    validationLoss: 0.1,
    validationAccuracy: right / 100,
  },
  ...{ testLoss: 0.1, testCorrect: test, testTotal: 100, durationMs: 1, learningRate: 3, layers: null },
})
const epochs = [epoch(0, 60, 61), epoch(1, 84, 80), epoch(2, 88, 85), epoch(3, 88, 87)]

it('chooses by validation alone, and says how much the best by test flatters', () => {
  expect(bestByValidation(epochs)?.epoch).toBe(2)
  // 12 % of 100 images, up to 19.8 % by Wilson's interval.
  expect(countAsGood(epochs, 100)).toBe(3)
  const look = lookAtTest(epochs, 2)!
  expect(look.test.error).toBeCloseTo(0.15, 12)
  expect(look.flattery).toBeCloseTo(0.02, 12)
  expect(lookAtTest([{ ...epochs[0]!, testCorrect: null }], 0)).toBeNull()
  expect(lookAtTest(epochs, 9)).toBeNull()
})

it('draws test errors only where somebody looked', () => {
  const run = { name: 'It', colour: 'red' }
  const sealed = pilesChart(epochs, { chosen: 2, looks: [] }, run)
  expect(sealed.description).toContain('the test error is sealed')
  const open = pilesChart(epochs, { chosen: 2, looks: [2, 2] }, run)
  expect(open.description).toContain('15.00 % after epoch 2')
  expect(open.marks.flatMap((mark) => (mark.kind === 'dots' ? mark.dots : []))).toHaveLength(2)
})
