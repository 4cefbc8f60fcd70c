import { expect, test } from 'vitest'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { checkRecipe, LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { fieldAt, rangeAt, RECIPE_FIELDS } from '../../../renderer/components/recipe/recipe-fields.ts'
import { stepNumber } from '../../../renderer/components/recipe/step-number.ts'
import { writePath } from '../../../renderer/stores/recipe-draft.ts'

type Path = (string | number)[]

/** Paths of every value in a recipe but its version. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value)
  return entries.flatMap(([key, item]) => (key === 'version' ? [] : pathsOf(item, [...path, key])))
}

const recipes = Object.values(OPTIMIZER_DEFAULTS).map((optimizer) => ({
  ...LECTURE_RECIPE,
  // As many images as there may be, so that no mini-batch size is refused for being more than these.
  data: { ...LECTURE_RECIPE.data, trainSize: 10_000_000 },
  optimizer,
}))
const allPaths = new Map(recipes.flatMap((recipe) => pathsOf(recipe).map((path) => [path.join('.'), path])))

test('every value of a recipe has a field with a name and one sentence of help, and no field is without one', () => {
  const described = [...allPaths.values()].map((path) => fieldAt(path))
  for (const field of described) {
    expect(field.label).not.toBe('')
    expect(field.help).toMatch(/^[A-Z].*[.]$/)
  }
  expect(new Set(described)).toEqual(new Set(RECIPE_FIELDS))
})

test.each(
  [...allPaths.values()].flatMap((path) => {
    const range = rangeAt(path)
    return range === undefined ? [] : [{ name: path.join('.'), path, range }]
  }),
)('the range of $name is the one that the recipe is checked by', ({ path, range }) => {
  const recipe = recipes.find((each) => pathsOf(each).some((other) => other.join('.') === path.join('.')))
  const isRefused = (value: number): boolean =>
    checkRecipe(writePath(recipe, path, value)).some((problem) => problem.path.join('.') === path.join('.'))
  expect(isRefused(range.min - 1)).toBe(true)
  expect(isRefused(range.max + 1)).toBe(true)
  expect(isRefused(range.min)).toBe(range.text.includes('above'))
  expect(isRefused(range.max)).toBe(range.text.includes('below'))
  if (range.isWhole) expect(isRefused(range.min + 0.5)).toBe(true)
})

test('arrow keys step whole numbers by one and others by a tenth of their size, within the range', () => {
  const learningRate = rangeAt(['optimizer', 'learningRate'])!
  const momentum = rangeAt(['optimizer', 'momentum'])!
  const epochs = rangeAt(['epochs'])!
  expect(stepNumber(30, 1, epochs, false)).toBe(31)
  expect(stepNumber(30, -1, epochs, true)).toBe(20)
  expect(stepNumber(1, -1, epochs, false)).toBe(1)
  expect(stepNumber(3, 1, learningRate, false)).toBe(3.1)
  expect(stepNumber(3, -1, learningRate, true)).toBe(2)
  expect(stepNumber(0.001, 1, learningRate, false)).toBe(0.0011)
  expect(stepNumber(0.1, -1, learningRate, true)).toBe(0.1)
  expect(stepNumber(0.9, 1, momentum, true)).toBe(0.9)
})
