import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { readNetwork2 } from '#core/formats/network2/read-network2.ts'
import { readJson } from '#core/formats/read-json.ts'
import { checkRecipe, LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { readRecipeText } from '#core/recipe/recipe-text.ts'

const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth)

describe('JSON that is made to fill memory or stack', () => {
  it.each([
    ['lists in lists', nested(100_000), 'at most 64 levels of lists and objects'],
    ['such lists beside NaN', `[NaN, ${nested(100_000)}]`, 'at most 64 levels'],
    ['such lists, not closed', '['.repeat(100_000), 'at most 64 levels'],
    ['objects in objects', nested(100_000, '{"a":', '}'), 'at most 64 levels'],
    ['empty lists', `[${'[],'.repeat(2_000_001)}[]]`, 'at most 2,000,000 lists and objects'],
    [
      'names',
      `{${Array.from({ length: 200_001 }, (_, k) => `"${k}":1`).join()}}`,
      'at most 200,000 named values',
    ],
  ])('is refused before it is parsed: %s', (_name, text, expected) => {
    for (const read of [readNetwork2, readRecipeText, (json: string) => readJson(json, 'anything')]) {
      expect(() => read(text)).toThrow(FormatError)
      expect(() => read(text)).toThrow(expected)
    }
  })

  it('does not take brackets and letters within strings for any', () => {
    const value = { a: '['.repeat(1000), 'b"\\': `NaN${'"{'.repeat(500)}\\`, c: ['\\', '\\"', 'Infinity'] }
    expect(readJson(JSON.stringify(value), 'anything')).toEqual(value)
    expect(readJson(`{"a\\\\": NaN, "b": "\\\\\\"NaN", "c": -Infinity}`, 'anything')).toEqual({
      'a\\': NaN,
      b: '\\"NaN',
      c: -Infinity,
    })
  })

  it('says of a large text with a mistake that it has one, without parsing it again and again', () => {
    const text = `[${'1,'.repeat(4_000_000)}x]`
    const before = process.cpuUsage()
    expect(() => readJson(text, 'numbers')).toThrow('expected numbers, got a mistake')
    // Of the process's own time, in microseconds, as others may keep the machine busy.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
  })
})

describe('sizes that a file of weights claims', () => {
  const withSizes = (sizes: string): string => `{"sizes": ${sizes}, "weights": [[[1]]], "biases": [[[1]]]}`

  it.each([
    ['[1000000000, 1000000000]', 'weights[0]: expected shape (1000000000, 1000000000), got 1 rows'],
    ['[1000000000, 1]', 'weights[0]: expected shape (1, 1000000000), got 1 rows, one of 1 numbers'],
    ['[9007199254740991, 9007199254740991]', 'weights[0]: expected shape'],
    [`[${Array(100_000).fill(1).join()}]`, 'sizes: expected array to have <=1000 items'],
  ])('are held against its numbers before memory is taken: %.40s', (sizes, message) => {
    expect(() => readNetwork2(withSizes(sizes))).toThrow(message)
  })
})

it('names the first of a million values that are no numbers, and counts the others', () => {
  const row = `[${Array(1_000_000).fill('null').join()}]`
  const text = `{"sizes": [1000000, 1], "weights": [[${row}]], "biases": [[[1]]]}`
  expect(() => readNetwork2(text)).toThrow(
    'weights[0][0][0]: expected a number, got null, as the weight from input 1 to neuron 1 in layer 1, and 999999 more like it',
  )
  expect(() => readNetwork2(`{"sizes": [1, 1], "weights": ${row}, "biases": []}`)).toThrow(
    'Network file: weights.0: expected a list, got null',
  )
})

it('has no recipe with more parameters than memory holds', () => {
  const layer = { ...LECTURE_RECIPE.layers[0]!, units: 10_000 }
  const problems = checkRecipe({
    ...LECTURE_RECIPE,
    inputSize: 1_000_000,
    layers: [layer, LECTURE_RECIPE.layers[1]],
  })
  expect(problems).toEqual([
    {
      path: ['layers'],
      message: 'Layers: expected at most 250 million weights and biases, got 10,000 million',
    },
  ])
  expect(checkRecipe({ ...LECTURE_RECIPE, layers: [layer, layer, LECTURE_RECIPE.layers[1]] })).toEqual([])
})
