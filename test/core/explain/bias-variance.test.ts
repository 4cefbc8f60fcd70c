import { splitError } from '#core/explain/bias-variance.ts'
import { expect, test } from 'vitest'

test.each([
  [0.177, 0.168, 'bias'],
  [0.026, 0.046, 'both'],
  [0.03, 0.186, 'variance'],
  [0.014, 0.04, 'both'],
  [0, 0.05, 'variance'],
  [0.1, 0.1, 'bias'],
])('errors of %f and %f are %s', (training, unseen, kind) => {
  expect(splitError(training, unseen).kind).toBe(kind)
})

test('parts are measured from what people misread, and are never below 0', () => {
  const { bias, variance } = splitError(0.026, 0.046)
  expect(bias).toBeCloseTo(0.024, 12)
  expect(variance).toBeCloseTo(0.02, 12)
  expect(splitError(0.001, 0.0005)).toMatchObject({ bias: 0, variance: 0 })
})
