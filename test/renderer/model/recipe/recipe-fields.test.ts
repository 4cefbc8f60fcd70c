import { nameOfField } from '#shared/words/field-names.ts'
import { expect, test } from 'vitest'
import { OPTIMIZER_DEFAULTS } from '#core/optimizers/schema.ts'
import { checkRecipe, LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { SCHEDULE_DEFAULTS } from '#core/recipe/schedule.ts'
import { rangeAt } from '../../../../renderer/model/recipe/field-range.ts'
import { fieldAt, RECIPE_FIELDS, sectionPaths } from '../../../../renderer/model/recipe/recipe-fields.ts'
import { stepNumber } from '../../../../renderer/model/recipe/step-number.ts'
import { writePath } from '../../../../renderer/model/recipe/recipe-draft.ts'

type Path = (string | number)[]

/** Paths of every value in a recipe but its version. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value)
  return entries.flatMap(([key, item]) => (key === 'version' ? [] : pathsOf(item, [...path, key])))
}

/** As many images and epochs as there may be, so that nothing is refused for being more than these. */
const widest: Recipe = {
  ...LECTURE_RECIPE,
  data: { ...LECTURE_RECIPE.data, trainSize: 10_000_000 },
  epochs: 100_000,
}
/** All that may be off is on. */
const allOn = RECIPE_FIELDS.filter((field) => field.whenOn !== undefined).reduce(
  (recipe, field) => writePath(recipe, field.path.split('.'), field.whenOn),
  widest,
)
const recipes: Recipe[] = [
  ...Object.values(OPTIMIZER_DEFAULTS).map((optimizer) => ({ ...widest, optimizer })),
  ...Object.values(SCHEDULE_DEFAULTS).map((schedule) => ({ ...widest, schedule })),
  allOn,
  // As the form turns it off; a recipe leaves it out.
  { ...widest, data: { ...widest.data, noise: null } },
  ...[
    { activation: 'leaky-relu' as const, slope: 0.1 },
    { activation: 'elu' as const, alpha: 2 },
  ].map((activation) => ({ ...widest, layers: widest.layers.map((layer) => ({ ...layer, ...activation })) })),
]
const allPaths = new Map(recipes.flatMap((recipe) => pathsOf(recipe).map((path) => [path.join('.'), path])))

test('every value of a recipe has a field with a name and one sentence of help, and no field is without one', () => {
  const described = [...allPaths.values()].map((path) => fieldAt(path))
  for (const field of described) {
    expect(field.label).not.toBe('')
    expect(field.help).toMatch(/^[A-Z].*[.]$/)
  }
  expect(new Set(described)).toEqual(new Set(RECIPE_FIELDS))
})

test('what is turned on starts with values that the recipe allows', () => {
  expect(checkRecipe(allOn)).toEqual([])
  expect(JSON.stringify(allOn)).not.toContain('null')
})

test('a section shows the fields that play a role in the recipe', () => {
  const namesOf = (section: Parameters<typeof sectionPaths>[0], recipe: Recipe): string[] =>
    sectionPaths(section, recipe).map((path) => path.join('.'))
  expect(namesOf('Augmentation', LECTURE_RECIPE)).toEqual(['data.augmentation'])
  expect(namesOf('Augmentation', allOn)).toContain('data.augmentation.shift')
  expect(namesOf('Augmentation', allOn)).not.toContain('data.augmentation.elasticSmoothness')
  expect(namesOf('Schedule', LECTURE_RECIPE)).toEqual(['schedule.name', 'warmupEpochs'])
  expect(namesOf('Schedule', { ...LECTURE_RECIPE, schedule: SCHEDULE_DEFAULTS.plateau })).toEqual([
    'schedule.name',
    'schedule.factor',
    'schedule.patience',
    'warmupEpochs',
  ])
  expect(namesOf('Network', LECTURE_RECIPE)).toEqual(['inputSize'])
  expect(namesOf('Network', writePath(LECTURE_RECIPE, ['layers', 0, 'batchNorm'], true))).toContain(
    'batchNorm.momentum',
  )
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
  // Beside the largest bound, 1 is nothing.
  expect(isRefused(range.max + Math.max(1, range.max / 10))).toBe(true)
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

test('every field has a name that the report and the command line know, and no two have the same', () => {
  const names = RECIPE_FIELDS.filter(({ path }) => !path.startsWith('layers.')).map(({ path }) =>
    nameOfField(path),
  )
  expect(names).not.toContain('')
  expect(new Set(names).size).toBe(names.length)
  for (const { path } of RECIPE_FIELDS) expect(nameOfField(path), path).not.toBe(path)
})
