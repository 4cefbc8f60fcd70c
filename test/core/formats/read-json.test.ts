import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { FormatError } from '#core/formats/format-error.ts'
import { readNetwork2 } from '#core/formats/network2/read-network2.ts'
import { readJson } from '#core/formats/read-json.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { readRecipeText } from '#core/recipe/recipe-text.ts'

const read = (text: string): unknown => readJson(text, 'a recipe as JSON')

describe('readJson', () => {
  it('takes the numbers that Python writes and JSON does not have, but leaves texts alone', () => {
    expect(read('{"NaN": [NaN, -Infinity,Infinity, 1], "a": "NaN, \\"Infinity\\"", "b": null}')).toEqual({
      NaN: [NaN, -Infinity, Infinity, 1],
      a: 'NaN, "Infinity"',
      b: null,
    })
  })

  it.each([
    ['', 'an empty file'],
    ['\n', 'an empty file'],
    ['<html></html>', 'something else'],
    ['{"a": 1,\n "b": [1, 2', 'a file that is cut off in line 2'],
    ['{"a": NaN,\n "b": "tex', 'a file that is cut off in line 2'],
    ['{"a": 1,\n "b": nan,\n "c": 2}', 'a mistake in line 2'],
    ['{"a": NaN,\n\n "b": 1, }', 'a mistake in line 3'],
  ])('refuses %j', (text, got) => {
    expect(() => read(text)).toThrow(new FormatError(`expected a recipe as JSON, got ${got}`))
  })
})

describe('numbers that are none in a file of weights', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../fixtures/nan-weight.json'), 'utf8')
  const good = text.replace('NaN', '0.5')

  it.each([
    [
      'NaN that numpy wrote',
      text,
      'weights[0][0][0]: expected a number, got NaN, as the weight from input 1 to neuron 1 in layer 1',
    ],
    [
      'infinity in a later layer',
      good.replace('-0.422774754356813', '-Infinity'),
      'weights[1][1][0]: expected a number, got -Infinity, as the weight from input 1 to neuron 2 in layer 2',
    ],
    [
      'a bias',
      good.replace('1.0425133694426776', 'Infinity'),
      'biases[0][1][0]: expected a number, got Infinity, as the bias of neuron 2 in layer 1',
    ],
    [
      'null, as JavaScript writes NaN, in several places',
      good.replace('1.0425133694426776', 'null').replace('0.4116305363741328', 'null'),
      'biases[0][0][0]: expected a number, got null, as the bias of neuron 1 in layer 1, and 1 more like it',
    ],
    [
      'a number beyond 64 bits',
      good.replace('1.0425133694426776', '1e999'),
      'biases[0][1][0]: expected a number, got Infinity, as the bias of neuron 2 in layer 1',
    ],
    ['a size', good.replace('[4, 3, 2]', '[4, NaN, 2]'), 'Network file: sizes.1: expected number, got NaN'],
  ])('are named: %s', (_name, file, message) => {
    expect(() => readNetwork2(file)).toThrow(new FormatError(message))
    expect(readNetwork2(good).layers.map(({ weights }) => weights.length)).toEqual([4 * 3, 3 * 2])
  })
})

describe('numbers that are none in a recipe', () => {
  const text = JSON.stringify(LECTURE_RECIPE)

  it.each([
    ['"learningRate":3', '"learningRate":NaN', /^Learning rate: expected a number above 0 .*, got NaN$/],
    [
      '"units":10',
      '"units":Infinity',
      /^Layer 2: Units: expected a whole number from 1 to 10,000, got Infinity$/,
    ],
    ['"version":1', '"version":NaN', /^Recipe version: expected 1, got NaN$/],
    [
      '"patience":null',
      '"patience":{"epochs":-Infinity,"measure":"validation-loss"}',
      /Patience.*got -Infinity/,
    ],
  ])('are named: %s', (before, after, message) => {
    expect(text).toContain(before)
    expect(() => readRecipeText(text.replace(before, after))).toThrow(message)
  })
})
