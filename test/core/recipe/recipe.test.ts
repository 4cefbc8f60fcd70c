import { describe, expect, it } from 'vitest'
import { DEFAULT_ENGINE, ENGINE_NAMES } from '#core/engine/names.ts'
import { countParameters, layerSizes } from '#core/network/parameters.ts'
import { checkRecipe, LECTURE_RECIPE, parseRecipe, RecipeError } from '#core/recipe/recipe.ts'

const changed = (changes: object): unknown => ({ ...LECTURE_RECIPE, ...changes })

describe('the recipe', () => {
  it("starts as the lecture's", () => {
    expect(layerSizes(LECTURE_RECIPE)).toEqual([784, 30, 10])
    expect(countParameters(LECTURE_RECIPE)).toBe(23_860)
    expect(checkRecipe(LECTURE_RECIPE)).toEqual([])
    expect(parseRecipe(JSON.parse(JSON.stringify(LECTURE_RECIPE)))).toEqual(LECTURE_RECIPE)
  })

  it.each([
    ['learning rate 0', { optimizer: { name: 'sgd', learningRate: 0 } }, 'optimizer.learningRate', 'got 0'],
    [
      'learning rate NaN',
      { optimizer: { name: 'sgd', learningRate: NaN } },
      'optimizer.learningRate',
      'got NaN',
    ],
    [
      'learning rate 1e30',
      { optimizer: { name: 'sgd', learningRate: 1e30 } },
      'optimizer.learningRate',
      'got 1e+30',
    ],
    ['no layer', { layers: [] }, 'layers', 'got none'],
    ['an empty layer', { layers: [{ units: 0, activation: 'sigmoid' }] }, 'layers.0.units', 'got 0'],
    ['half an epoch', { epochs: 0.5 }, 'epochs', 'expected a whole number'],
    ['an unknown loss', { loss: 'hinge' }, 'loss', 'softmax-cross-entropy'],
    ['an unknown field', { colour: 'red' }, '', 'colour'],
    ['a text for a number', { batchSize: '10' }, 'batchSize', "got '10'"],
    [
      'a mini-batch beyond the training images',
      { batchSize: 50_001 },
      'batchSize',
      'expected at most the 50,000',
    ],
    [
      'cross-entropy over tanh',
      { loss: 'binary-cross-entropy', layers: [{ units: 10, activation: 'tanh' }] },
      'loss',
      'expected a sigmoid output layer, got tanh',
    ],
    [
      'softmax inside',
      {
        layers: [
          { units: 30, activation: 'softmax' },
          { units: 10, activation: 'sigmoid' },
        ],
      },
      'layers.0.activation',
      'output layer only',
    ],
    [
      'an unknown engine',
      { engine: 'gpu' },
      'engine',
      'Engine: expected one of wasm, wasm-relaxed, reference',
    ],
    ['a newer version', { version: 2 }, 'version', 'version'],
  ])('refuses %s at its field', (_name, changes, path, message) => {
    const problems = checkRecipe(changed(changes))
    expect(problems).toHaveLength(1)
    expect(problems[0]!.path.join('.')).toBe(path)
    expect(problems[0]!.message).toContain(message)
    expect(() => parseRecipe(changed(changes))).toThrow(RecipeError)
  })

  it('takes the default engine where a file names none, and keeps the one that it names', () => {
    const { engine, ...older } = LECTURE_RECIPE
    expect(engine).toBe(DEFAULT_ENGINE)
    expect(parseRecipe(older)).toEqual(LECTURE_RECIPE)
    for (const name of ENGINE_NAMES) expect(parseRecipe({ ...older, engine: name }).engine).toBe(name)
  })

  it('names what is missing', () => {
    const messages = checkRecipe({ version: 1 }).map(({ message }) => message)
    expect(messages).toContain('data: expected object, but it is missing')
    expect(messages).toContain('Seed: expected a whole number from 0 to 4,294,967,295, but it is missing')
    for (const message of messages) expect(message).not.toMatch(/Invalid|undefined/)
  })
})
