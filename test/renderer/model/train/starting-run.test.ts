import { expect, test } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { nameStartingWeights } from '../../../../renderer/model/train/starting-run.ts'

const run = { name: 'Reader', weightsSha256: null, recipe: LECTURE_RECIPE, parent: null, last: null }

test('starting weights are named by whose they are, as far as a run tells', () => {
  const sha256 = 'ab'.repeat(32)
  const child = {
    ...run,
    recipe: { ...LECTURE_RECIPE, startsFrom: sha256 },
    parent: { runId: 'gone', name: 'Teacher', epoch: 4 },
  }
  expect(nameStartingWeights(sha256, [run])).toBe('weights abababab…')
  expect(nameStartingWeights(sha256, [run, child])).toBe('Teacher, epoch 4')
  expect(nameStartingWeights(sha256, [child, { ...run, weightsSha256: sha256 }])).toBe('Reader')
})
