import { expect, it } from 'vitest'
import { Pace } from '../../../electron/worker/pace.ts'

const options = { epochs: 10, trainCount: 1000, evaluationCount: 300 }

it('knows nothing before anything was measured', () => {
  const pace = new Pace(options)
  expect(pace.examplesPerSecond).toBe(null)
  expect(pace.remainingMs(0, 0)).toBe(null)
})

it('counts training and evaluation of what is left at their own speeds', () => {
  const pace = new Pace(options)
  pace.addTraining(1500, 300)
  expect(pace.examplesPerSecond).toBe(5000)
  // Without a measured evaluation, three times as fast: 9,500 / 5,000 s + 3,000 / 15,000 s.
  expect(pace.remainingMs(0, 500)).toBeCloseTo(1900 + 200, 6)
  pace.addEvaluation(100, 10)
  expect(pace.remainingMs(0, 1000)).toBeCloseTo(1800 + 290, 6)
  pace.addEvaluation(1000, 20)
  expect(pace.remainingMs(9, 1000)).toBeCloseTo(0, 6)
})

it('follows a machine that becomes slower, and forgets a single slow slice', () => {
  const pace = new Pace(options)
  for (let k = 0; k < 100; k++) pace.addTraining(100, 10)
  pace.addTraining(100, 20)
  expect(pace.examplesPerSecond).toBeGreaterThan(9900)
  for (let k = 0; k < 300; k++) pace.addTraining(100, 40)
  expect(pace.examplesPerSecond).toBeLessThan(2600)
})

it('is soon right after a slow start', () => {
  const pace = new Pace(options)
  pace.addTraining(20, 10)
  for (let k = 0; k < 30; k++) pace.addTraining(2000, 12)
  expect(pace.examplesPerSecond).toBeGreaterThan(150_000)
})

it('tells no time before enough was measured: the first slices are slower by far', () => {
  const pace = new Pace({ epochs: 30, trainCount: 20_000, evaluationCount: 8000 })
  // As measured of a training of 1.7 s in all, whose first slice would foretell three minutes.
  pace.addTraining(40, 12)
  expect(pace.remainingMs(0, 40)).toBe(null)
  for (let k = 0; k < 10; k++) pace.addTraining(4600, 12)
  expect(pace.remainingMs(2, 6040)).toBe(null)
  for (let k = 0; k < 10; k++) pace.addTraining(4600, 12)
  expect(pace.remainingMs(4, 12_040)).toBeLessThan(2500)
})
