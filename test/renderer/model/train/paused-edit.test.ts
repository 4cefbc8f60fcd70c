import { expect, test } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { readPausedEdit } from '../../../../renderer/model/train/paused-edit.ts'

const run = { recipe: LECTURE_RECIPE, epochsDone: 12 }
const edit = (change: Partial<Recipe> | null) =>
  readPausedEdit(run, change === null ? null : { ...LECTURE_RECIPE, ...change }, (name) => name)

test('changed values go on for the epochs that are left', () => {
  const change = { optimizer: { name: 'sgd', learningRate: 0.5 }, batchSize: 20 } as const
  expect(edit(change)).toEqual({
    changes: ['Learning rate 3 → 0.5', 'Mini-batch size 10 → 20'],
    recipe: { ...LECTURE_RECIPE, ...change, epochs: 18 },
    problem: null,
  })
})

test.each([
  [40, 28],
  [12, 1],
  [5, 1],
])('with %d epochs in the form, %d are left', (epochs, left) => {
  expect(edit({ epochs }).recipe).toEqual({ ...LECTURE_RECIPE, epochs: left })
})

test('the same recipe offers nothing', () => {
  expect(edit({})).toEqual({ changes: [], recipe: null, problem: null })
})

test('other sizes of layers are refused with the reason, other activations are not', () => {
  const [hidden, output] = LECTURE_RECIPE.layers
  expect(edit({ layers: [{ ...hidden!, units: 40 }, output!] })).toMatchObject({
    changes: ['Hidden layer 30 × Sigmoid → 40 × Sigmoid'],
    recipe: null,
    problem: 'Its weights fit layers of 784-30-10 alone, and the recipe has 784-40-10.',
  })
  expect(edit({ layers: [{ ...hidden!, dropout: 0.2 }, output!] }).recipe).not.toBeNull()
})

test('a recipe with problems waits', () => {
  expect(edit(null)).toMatchObject({ recipe: null, problem: 'The recipe has fields that need attention.' })
})
