import { expect, it } from 'vitest'
import type { DataProfile } from '#core/data/data-profile.ts'
import { examineParts } from '#core/data/examine-parts.ts'
import { listWaysToDivide } from '#core/experiments/sweep/sweep-parts.ts'
import type { SpacedValue } from '#core/experiments/sweep/spaced-values.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { describeSweepData } from '../../../../renderer/model/sweeps/sweep-data-words.ts'

/** 24 training and 8 test images of each digit, one digit after the other. */
const labels = (times: number): Uint8Array =>
  Uint8Array.from({ length: 10 * times }, (_, k) => Math.floor(k / times))
const sorted: DataProfile = {
  classCount: 10,
  trainingLabels: labels(24),
  testLabels: labels(8),
  firstTwins: Uint32Array.from({ length: 320 }, (_, k) => k),
}
const recipe: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 200, validationSize: 40, testSize: 80 },
}
const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit))

function said(...varied: [path: string, ...values: SpacedValue[]][]): string[] {
  const ways = listWaysToDivide({
    recipe,
    variations: varied.map(([path, ...values]) => ({ path, values: { kind: 'list', values } })),
    search: { kind: 'grid' },
  })
  const examined = ways.map(({ changes, parts }) => ({ changes, examination: examineParts(sorted, parts) }))
  return describeSweepData(examined, DIGITS, 2)
}

it('says of the images what holds for all runs once', () => {
  const base = said(['seed', 1, 2, 3])
  expect(base.length).toBeGreaterThan(0)
  expect(base[0]).toMatch(/^The training images have none of '9'|^No .*9|9/)
  for (const sentence of base) expect(sentence).not.toContain('Seed')
  // Values that divide the images in the same way are one way.
  expect(said(['data.trainSize', 200], ['seed', 1, 2])).toEqual(base)
})

it('names the values before what holds for some of them', () => {
  const both = said(['data.isStratified', false, true], ['seed', 1, 2])
  expect(both.length).toBeGreaterThan(0)
  for (const sentence of both) expect(sentence).toMatch(/^Stratified off: /)
  const sizes = said(['data.trainSize', 24, 48, 200])
  expect(sizes.some((sentence) => sentence.startsWith('Training images 24: '))).toBe(true)
  expect(sizes.some((sentence) => sentence.startsWith('Training images 24 and Training images 48: '))).toBe(
    false,
  )
})
