import { expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { readOwnPreset, writeOwnPreset } from '#shared/own-preset-file.ts'

const bare = JSON.stringify(LECTURE_RECIPE)

it.each([
  ['few-test-images.json', 'few-test-images'],
  ['My  best.JSON', 'My best'],
  [`${'x'.repeat(80)}.json`, 'x'.repeat(60)],
])('takes a recipe alone under the name of its file, %j', (fileName, name) => {
  expect(readOwnPreset(bare, fileName)).toEqual({ name, recipe: LECTURE_RECIPE })
})

it('takes a preset under its own name, whatever its file is called', () => {
  const preset = { name: 'Careful', recipe: LECTURE_RECIPE }
  expect(readOwnPreset(writeOwnPreset(preset), 'other.json')).toEqual(preset)
})

it.each([
  [bare, undefined, 'got a recipe without a name'],
  ['[1]', 'x.json', 'got something else'],
  ['{"layers": []}', 'x.json', 'expected'],
  [bare, '.json', 'Name: expected a text'],
])('refuses %j as the file %j: %s', (text, fileName, message) => {
  expect(() => readOwnPreset(text, fileName)).toThrow(message)
})
