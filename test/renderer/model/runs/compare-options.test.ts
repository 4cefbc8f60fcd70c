import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import {
  DEFAULT_COMPARE_OPTIONS,
  describeOptions,
  seedGroups,
} from '../../../../renderer/model/runs/compare-options.ts'
import { runOf } from '../../epochs.ts'

describe('runs that differ in the seed alone', () => {
  it('are a group; others stand alone', () => {
    const groups = seedGroups([
      runOf('a'),
      runOf('b', { recipe: { ...LECTURE_RECIPE, seed: 2 } }),
      runOf('c', { recipe: { ...LECTURE_RECIPE, seed: 3, batchSize: 20 } }),
      runOf('d', { recipe: { ...LECTURE_RECIPE, seed: 4 }, dataSha256: 'other images' }),
    ])
    expect(groups.get('a')).toBe(groups.get('b'))
    expect(groups.get('a')).not.toBeNull()
    expect([groups.get('c'), groups.get('d')]).toEqual([null, null])
  })
})

it('what differs from the plain picture is reported in a few words', () => {
  expect(describeOptions({ ...DEFAULT_COMPARE_OPTIONS, isXLogarithmic: true, isGrouped: true }, false)).toBe(
    '',
  )
  expect(
    describeOptions(
      { ...DEFAULT_COMPARE_OPTIONS, x: 'seconds', isXLogarithmic: true, smoothing: 0.6, isGrouped: true },
      true,
    ),
  ).toBe('by seconds, log, smoothed 0.60, seeds joined')
})
