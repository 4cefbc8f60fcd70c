import { expect, test } from 'vitest'
import { formatSmall } from '#shared/measures.ts'
import { layerHealth } from '../../../../renderer/model/train/layer-words.ts'
import { trendPath } from '../../../../renderer/model/train/trend-path.ts'

const layer = { weightNorm: 20, gradientNorm: 0.1, dead: 0, saturated: 0 }

test.each([
  [layer, { isHealthy: true, text: 'healthy' }],
  [
    { ...layer, saturated: 3 },
    { isHealthy: false, text: '3 of 30 neurons saturated' },
  ],
  [
    { ...layer, dead: 2, saturated: 3 },
    { isHealthy: false, text: '2 of 30 neurons dead, 3 of 30 neurons saturated' },
  ],
  [
    { ...layer, dead: 30, gradientNorm: 0 },
    { isHealthy: false, text: '30 of 30 neurons dead' },
  ],
  [
    { ...layer, gradientNorm: 0 },
    { isHealthy: false, text: 'no gradient arrives' },
  ],
  [{ ...layer, dead: null, saturated: null }, null],
])('a layer with %j is reported as %j', (metrics, health) => {
  expect(layerHealth(metrics, 30)).toEqual(health)
})

test.each([
  [3, '3'],
  [21.3456, '21.3'],
  [0.0012345, '0.00123'],
  [0.000123, '0.000123'],
  [0, '0'],
  [0.0000123, '1.2·10⁻⁵'],
  [1234567, '1.2·10⁶'],
])('the norm %d is written %s', (value, text) => {
  expect(formatSmall(value)).toBe(text)
})

test('a trend goes from left to right, its largest value at the top', () => {
  expect(trendPath([1, 3, 2], 33, 13)).toBe('M1.5 11.5L1.5 11.5L16.5 1.5L31.5 6.5')
  expect(trendPath([2, 2], 33, 13)).toBe('M1.5 6.5L1.5 6.5L31.5 6.5')
  expect(trendPath([], 33, 13)).toBe('')
})

test('a value that is not finite leaves a gap in a trend and does not set its scale', () => {
  expect(trendPath([1, NaN, 3], 33, 13)).toBe('M1.5 11.5L1.5 11.5M31.5 1.5L31.5 1.5')
  expect(trendPath([Infinity, NaN], 33, 13)).toBe('')
})
