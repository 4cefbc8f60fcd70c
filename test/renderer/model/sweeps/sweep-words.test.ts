import { expect, it } from 'vitest'
import type { SweepForecast, SweepSummary } from '#contract/types.ts'
import {
  describeCourse,
  describeForecast,
  describeIdle,
  describeLeftOut,
  describeMisfits,
  describeRungs,
} from '../../../../renderer/model/sweeps/sweep-words.ts'
import { sweptTitle } from '#shared/words/sweep-run-names.ts'
import { formatSwept } from '../../../../renderer/model/sweeps/sweep-fields.ts'

const forecast: SweepForecast = {
  runCount: 20,
  leftOut: [],
  leftOutCount: 0,
  misfits: [],
  misfitCount: 0,
  idle: [],
  idleCount: 0,
  rungs: [],
  epochs: 600,
  workers: 2,
  expectedMs: null,
}

it('tells what a sweep would cost', () => {
  expect(describeForecast(forecast)).toBe('20 runs, 600 epochs together, 2 at once.')
  const timed = { ...forecast, workers: 1, expectedMs: 41_200 }
  expect(describeForecast(timed)).toBe('20 runs, 600 epochs together, one at a time, about 42\u00a0s.')
  expect(describeForecast({ ...forecast, expectedMs: 200_000, rungs: [1, 3], epochs: 79.6 })).toBe(
    '20 runs, about 80 epochs together, 2 at once, about 3\u00a0min.',
  )
})

it('tells when runs are stopped, and which combinations are left out', () => {
  expect(describeRungs({ ...forecast, rungs: [1, 3] }, 3)).toBe(
    'After 1 and 3 epochs, the best one of 3 goes on and the others stop.',
  )
  expect(describeRungs(forecast, 3)).toMatch(/^Too few/)
  const changes = [{ path: 'batchSize', value: 0 }]
  const leftOut = Array.from({ length: 4 }, () => ({ changes, reason: 'Mini-batch size: expected more' }))
  expect(describeLeftOut({ ...forecast, leftOut, leftOutCount: 9 }, 2)).toEqual([
    ...Array<string>(3).fill('Mini-batch size 0: Mini-batch size: expected more'),
    'and 6 more',
  ])
})

it('names what does not suit as the form does', () => {
  const changes = [
    { path: 'layers.0.activation', value: 'relu' },
    { path: 'seed', value: 2 },
  ]
  const misfits: SweepForecast['misfits'] = [
    {
      changes,
      misfit: {
        field: 'initializer.name',
        got: 'standard-normal',
        fitting: 'he-normal',
        shape: 'rectifying',
      },
    },
  ]
  expect(describeMisfits({ ...forecast, misfits, misfitCount: 3 }, 2)).toEqual([
    'Hidden 1: activation ReLU, Seed 2: First weights by Standard normal do not suit ReLU-like layers here; He normal does.',
    'and 2 more',
  ])
})

it('names the runs whose last epochs learn nothing, once for each reason', () => {
  const group = (runCount: number, factor: number): SweepForecast['idle'][number] => ({
    ...{ warning: `The last ${runCount} epochs idle.`, runCount },
    changes: [{ path: 'schedule.factor', value: factor }],
  })
  const told = (...idle: SweepForecast['idle']): string[] =>
    describeIdle({ ...forecast, idle, idleCount: idle.reduce((sum, { runCount }) => sum + runCount, 0) }, 2)
  expect(told()).toEqual([])
  expect(told(group(20, 0.1))).toEqual(['All runs: The last 20 epochs idle.'])
  expect(told(group(1, 0.1), group(6, 0.2), group(3, 0.3), group(4, 0.4), group(2, 0.5))).toEqual([
    'Schedule factor 0.1: The last 1 epochs idle.',
    'Schedule factor 0.2 and 5 more: The last 6 epochs idle.',
    'Schedule factor 0.3 and 2 more: The last 3 epochs idle.',
    'and 6 more',
  ])
})

it('tells how far a sweep is', () => {
  const counts = { waiting: 6, training: 2, completed: 9, stopped: 2, failed: 1 }
  const sweep = { runCount: 20, counts, remainingMs: 34_000 } as SweepSummary
  expect(describeCourse(sweep)).toBe(
    '12 of 20 runs done · 2 training · 2 stopped early · 1 diverged or failed · 34\u00a0s left',
  )
})

it('names fields and values as the form does', () => {
  expect(sweptTitle('optimizer.learningRate', 2)).toBe('Learning rate')
  expect(sweptTitle('layers.0.units', 2)).toBe('Hidden 1: units')
  expect(sweptTitle('layers.1.activation', 2)).toBe('Output: activation')
  expect(sweptTitle('layers.*.units', 3)).toBe('All hidden: units')
  const values = [null, true, 1e-8, '30-20'].map((value) => formatSwept('layers', value))
  expect(values).toEqual(['off', 'on', '1e-8', '30-20'])
  expect(formatSwept('initializer.name', 'he-normal')).toBe('He normal')
  expect(formatSwept('layers.0.activation', 'leaky-relu')).toBe('Leaky ReLU')
  expect(formatSwept('layers.*.activation', 'gelu-exact')).toBe('GELU, exact')
  expect(formatSwept('loss', 'softmax-cross-entropy')).toBe('Softmax cross-entropy')
  expect(sweptTitle('layers.*.batchNorm', 3)).toBe('All hidden: batch norm')
})
