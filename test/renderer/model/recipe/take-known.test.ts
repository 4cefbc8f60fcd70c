import { expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { TRAINING_FIELDS } from '#core/recipe/unknown-fields.ts'
import { lectureDraft, takeKnown } from '../../../../renderer/model/recipe/recipe-draft.ts'

const recipe: Recipe = {
  ...LECTURE_RECIPE,
  inputSize: 64,
  layers: [{ ...LECTURE_RECIPE.layers[0]!, units: 5, activation: 'relu' }, LECTURE_RECIPE.layers[1]!],
  loss: 'binary-cross-entropy',
}
const draft = {
  ...lectureDraft(),
  seed: 4711,
  epochs: 3,
  data: { ...lectureDraft().data, dataSet: 'mnist', trainSize: 50_000 },
}

it('takes of an imported network what is known, and leaves all else as the form has it', () => {
  const taken = takeKnown(draft, { recipe, unknownFields: TRAINING_FIELDS })
  expect(taken).toEqual({ ...draft, inputSize: 64, layers: recipe.layers, loss: 'binary-cross-entropy' })
})

it('leaves the loss too where the file does not tell it', () => {
  const taken = takeKnown(draft, { recipe, unknownFields: [...TRAINING_FIELDS, 'loss'] })
  expect(taken.loss).toBe('mse')
  expect(taken.layers).toEqual(recipe.layers)
})

it('takes all where all is known', () => {
  expect(takeKnown(draft, { recipe, unknownFields: [] })).toEqual(recipe)
})
