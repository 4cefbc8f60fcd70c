import { expect, test } from 'vitest'
import { formatBytes, formatRate, formatRemaining } from '../../../renderer/model/format.ts'

const NBSP = '\u00a0'

test.each([
  [0, `0${NBSP}bytes`],
  [999, `999${NBSP}bytes`],
  [53_600, `53.6${NBSP}kB`],
  [999_999, `1.0${NBSP}MB`],
  [24_300_000, `24.3${NBSP}MB`],
  [240_000_000, `240${NBSP}MB`],
])('%i bytes read %j', (sizeBytes, text) => {
  expect(formatBytes(sizeBytes)).toBe(text)
})

test.each([
  [3.4, `3${NBSP}examples/s`],
  [14_834, `14,800${NBSP}examples/s`],
  [512_345, `512,000${NBSP}examples/s`],
])('a rate keeps three digits: %d', (rate, text) => {
  expect(formatRate(rate)).toBe(text)
})

test.each([
  [0, `under 1${NBSP}s`],
  [1800, `2${NBSP}s`],
  [59_000, `59${NBSP}s`],
  [59_500, `1${NBSP}min 00${NBSP}s`],
  [185_000, `3${NBSP}min 05${NBSP}s`],
  [7_800_000, `2${NBSP}h 10${NBSP}min`],
])('%i ms left read %j', (remainingMs, text) => {
  expect(formatRemaining(remainingMs)).toBe(text)
})
