import { expect, test } from 'vitest'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { measured } from '../../../core/training/measured.ts'
import {
  describeElsewhere,
  describePublished,
  presetElsewhere,
  presetOf,
  PRESETS,
  reachedAsPublished,
} from '../../../../renderer/model/recipe/presets.ts'

test('presets with a published result come first, chapter by chapter', () => {
  const titles = PRESETS.map((preset) => preset.title)
  expect(titles.slice(0, 2)).toEqual(['Nielsen 1: 30 hidden units', 'Nielsen 1: 100 hidden units'])
  const kinds = PRESETS.map((preset) => preset.published.kind)
  expect(kinds.lastIndexOf('published')).toBeLessThan(kinds.indexOf('goal'))
})

test.each(PRESETS)(
  'the recipe of “$title” is known as its own with any seed and engine, but not with a change',
  (preset) => {
    for (const engine of ENGINE_NAMES) {
      expect(presetOf({ ...preset.recipe, seed: 99, engine }, preset.name)).toBe(preset)
    }
    expect(presetOf({ ...preset.recipe, epochs: preset.recipe.epochs + 1 })).toBeUndefined()
  },
)

test('what is known of a preset is reported with its measure', () => {
  const first = PRESETS[0]!
  expect(describePublished(first)).toBe('Published: 95.42\u00a0% best test accuracy')
  expect(describePublished(PRESETS.find((preset) => preset.name === 'modern-512-256')!)).toBe(
    'Goal: 99.00\u00a0% best test accuracy',
  )
  expect(presetOf(LECTURE_RECIPE)).toBeUndefined()
  expect(presetOf(null)).toBeUndefined()
})

test('the settings of a preset are known on other data, and its number is said not to hold there', () => {
  const byName = (name: string) => PRESETS.find((preset) => preset.name === name)!
  const elsewhere = (recipe: (typeof PRESETS)[0]['recipe']) => ({
    ...recipe,
    data: {
      ...recipe.data,
      dataSet: 'pen-digits-2',
      trainSize: 20_000,
      validationSize: 4000,
      testSize: 4000,
    },
  })
  for (const preset of PRESETS) {
    expect(presetElsewhere(elsewhere(preset.recipe), preset.name)).toBe(preset)
    expect(presetElsewhere(preset.recipe, preset.name)).toBeUndefined()
    expect(presetElsewhere({ ...elsewhere(preset.recipe), batchSize: 11 }, preset.name)).toBeUndefined()
    // The lecture's recipe, with which the form starts, is nobody's choice of a preset.
    expect(presetElsewhere(elsewhere(preset.recipe), '')).toBeUndefined()
  }
  expect(describeElsewhere(byName('nielsen-1-30-hidden'), 'Pen digits')).toBe(
    'Its published 95.42\u00a0% is for MNIST and does not hold on Pen digits, where the same settings may reach much less.',
  )
  expect(describeElsewhere(byName('nielsen-1-100-hidden'), 'Pen digits')).toMatch(
    /first weights from N\(0, 1\) may leave some answers stuck/,
  )
  expect(describeElsewhere(byName('modern-512-256'), 'Pen digits')).toMatch(/^Its goal of 99\.00\s%/)
})

test('a run is held against a preset by the measure of its number', () => {
  const test = (epoch: number, testCorrect: number, validationAccuracy: number) => ({
    ...measured(epoch, { testCorrect, testTotal: 10_000, validationAccuracy }),
    durationMs: 1,
  })
  // The best epoch by validation images is epoch 1, whose test accuracy is not the best.
  const epochs = [test(0, 9400, 0.94), test(1, 9483, 0.96), test(2, 9494, 0.95), test(3, 9490, 0.93)]
  const [preset] = PRESETS
  const by = (change: Partial<(typeof PRESETS)[0]['published']>) =>
    reachedAsPublished({ ...preset!, published: { ...preset!.published, ...change } }, epochs)
  expect(reachedAsPublished(preset!, epochs)).toEqual({ epoch: 2, accuracy: 0.9494 })
  expect(by({ at: 'last-epoch' })).toEqual({ epoch: 3, accuracy: 0.949 })
  expect(by({ measure: 'validation-accuracy' })).toEqual({ epoch: 1, accuracy: 0.96 })
  expect(reachedAsPublished(preset!, [{ ...measured(0), durationMs: 1 }])).toBeNull()
})
