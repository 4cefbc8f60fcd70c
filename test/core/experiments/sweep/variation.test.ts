import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { listFieldNames, resolveFieldName } from '#core/experiments/sweep/field-names.ts'
import { listRecipeFields } from '#core/experiments/sweep/recipe-field.ts'
import {
  formatVariation,
  listValues,
  parseVariation,
  VariationError,
} from '#core/experiments/sweep/variation.ts'

const values = (text: string): unknown => listValues(parseVariation(text, LECTURE_RECIPE), LECTURE_RECIPE)

function refusal(text: string): string {
  try {
    values(text)
  } catch (error) {
    expect(error).toBeInstanceOf(VariationError)
    return (error as Error).message
  }
  return 'accepted'
}

describe('a variation', () => {
  it.each<[string, unknown]>([
    ['optimizer.learningRate=log:0.01:10:4', [0.01, 0.1, 1, 10]],
    ['optimizer.learningRate=log:0.005:1:5', [0.005, 0.02, 0.07, 0.3, 1]],
    ['layers.0.units=range:10:100:4', [10, 40, 70, 100]],
    ['layers.0.units=range:1:3:9', [1, 2, 3]],
    ['seed=1,2,3', [1, 2, 3]],
    ['seed=3..1', [3, 2, 1]],
    ['shuffle=true,off', [true, false]],
    ['gradientClipping=off,1', [null, 1]],
    ['loss=mse,binary-cross-entropy', ['mse', 'binary-cross-entropy']],
    ['layers=none,30,100-50', ['none', '30', '100-50']],
    ['layers.*.dropout=0,0.5', [0, 0.5]],
    ['seed=2,2,2', [2]],
  ])('%s is read', (text, expected) => {
    expect(values(text)).toEqual(expected)
    const variation = parseVariation(text, LECTURE_RECIPE)
    expect(parseVariation(formatVariation(variation), LECTURE_RECIPE)).toEqual(variation)
  })

  it.each([
    ['lr=1', 'optimizer.learningRate'],
    ['learning-rate=1', 'optimizer.learningRate'],
    ['Learning rate=1', 'optimizer.learningRate'],
    ['OPTIMIZER.LEARNINGRATE=1', 'optimizer.learningRate'],
    ['momentum=0.5', 'optimizer.momentum'],
    ['batch=10', 'batchSize'],
    ['mini-batch size=10', 'batchSize'],
    ['units=30', 'layers.*.units'],
    ['dropout=0.5', 'layers.*.dropout'],
    ['layers.0.dropout=0.5', 'layers.0.dropout'],
    ['hidden=30,20', 'layers'],
    ['l2=0.1', 'l2.lambda'],
    ['init=he-normal', 'initializer.name'],
    ['shift=2', 'data.augmentation.shift'],
    ['epochs=3', 'epochs'],
  ])('%s varies %s', (text, path) => expect(parseVariation(text, LECTURE_RECIPE).path).toBe(path))

  it('is named shortly for help, so that each name leads to its field', () => {
    const names = listFieldNames(LECTURE_RECIPE)
    expect(names).toEqual(
      expect.arrayContaining(['layers', 'learningRate', 'units', 'optimizer', 'l2', 'seed']),
    )
    const paths = names.map((name) => resolveFieldName(LECTURE_RECIPE, name))
    const all = listRecipeFields(LECTURE_RECIPE).map(({ path }) => path.replace(/^layers\.\d/, 'layers.*'))
    expect(new Set(paths)).toEqual(new Set(['layers', ...all]))
  })

  it.each([
    ['seed', "expected PATH=VALUES, as in seed=1,2,3, got 'seed'"],
    ['seed=', "seed: expected values as in 0.1,0.3,1 or 1..5 or range:0:1:5 or log:0.01:10:8, got ''"],
    [
      'learnrate=1',
      'learnrate: expected a field of the recipe, got another name; is optimizer.learningRate meant?',
    ],
    ['sead=1', 'is data.noise.seed or seed meant?'],
    ['epsilon=1', 'is optimizer.epsilon or batchNorm.epsilon meant?'],
    ['patience=3', 'is schedule.patience or stopping.patience.epochs meant?'],
    ['lr=0', 'Learning rate: expected a number above 0 and at most 1,000,000, got 0'],
    ['seed=a', "Seed: expected a whole number from 0 to 4,294,967,295, got 'a'"],
    ['seed=1.5', 'Seed: expected a whole number from 0 to 4,294,967,295, got 1.5'],
    ['optimizer.learningRate=0,1', 'expected a number above 0 and at most 1,000,000, got 0'],
    ['optimizer.learningRate=log:0:1:3', 'expected a number above 0'],
    ['l2.lambda=log:0:1:3', 'l2.lambda: expected ends above 0 for log, got 0 and 1; range goes from 0'],
    ['l2.lambda=log:1:2', 'expected a number of values, as in log:1:2:5, got none'],
    ['l2.lambda=log:1:2:3:4', 'expected values as in'],
    ['l2.lambda=range:1:2:0', 'expected a whole number of values from 1 to 10,000, got 0'],
    ['loss=hinge', 'expected one of mse, binary-cross-entropy, softmax-cross-entropy'],
    ['loss=range:1:2:3', 'loss: expected a list of values, of mse, '],
    ['shuffle=maybe', 'shuffle: expected boolean, got'],
    ['layers=a-b', "Hidden layers: expected sizes as in 100-50, or none, got 'a-b'"],
  ])('%s is refused: %s', (text, words) => expect(refusal(text)).toContain(words))
})
