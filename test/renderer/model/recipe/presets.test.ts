import { expect, test } from 'vitest'
import { ENGINE_NAMES } from '#core/engine/names.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { describePublished, presetOf, PRESETS } from '../../../../renderer/model/recipe/presets.ts'

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
