import { describe, expect, it } from 'vitest'
import { findRecipeField } from '#core/experiments/sweep/recipe-field.ts'
import type { Variation } from '#core/experiments/sweep/variation.ts'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import {
  explainTyped,
  listChoices,
  toRow,
  toVariation,
  type VariedField,
} from '../../../../renderer/model/sweeps/varied-field.ts'

const fieldOf = (path: string) => findRecipeField(LECTURE_RECIPE, path)
const typed = (path: string, list: string): VariedField => ({
  ...{ key: 0, path, kind: 'list', list, from: '', to: '', count: 5, isUsual: false },
})
const read = (path: string, list: string): unknown =>
  toVariation(typed(path, list), fieldOf(path), false).values
const list = (...values: unknown[]): unknown => ({ kind: 'list', values })

describe('the values of a varied field', () => {
  it.each([
    ['initializer.name', ['he-normal', 'lecun-normal'], 'He normal, LeCun normal'],
    ['layers.*.activation', ['gelu-exact', 'relu', 'elu-exact'], 'GELU, exact, ReLU, ELU, exact'],
    ['engine', ['wasm-relaxed', 'wasm'], 'Fastest (32-bit, relaxed), Fast (32-bit)'],
    ['optimizer.name', ['sgd', 'adamw'], 'SGD, AdamW'],
    ['shuffle', [true, false], 'on, off'],
    ['gradientClipping', [null, 0.5], 'off, 0.5'],
    ['layers', ['none', '100-50'], 'none, 100-50'],
    ['batchSize', [10, 10_000], '10, 10000'],
  ])('of %s are shown by name and read again', (path, values, text) => {
    const variation: Variation = { path, values: { kind: 'list', values } }
    expect(toRow(variation, 0).list).toBe(text)
    expect(read(path, text)).toEqual(list(...values))
  })

  it('are read from the words of the recipe too, with small or big letters', () => {
    expect(read('initializer.name', 'he-normal, LECUN NORMAL,')).toEqual(list('he-normal', 'lecun-normal'))
    expect(read('layers.0.activation', 'gelu-exact, gelu, tanh')).toEqual(list('gelu-exact', 'gelu', 'tanh'))
    expect(explainTyped(typed('initializer.name', 'he-normal, zeros'), fieldOf('initializer.name'), 2)).toBe(
      null,
    )
  })

  it('that a field does not offer are refused by its names', () => {
    expect(explainTyped(typed('loss', 'MSE, cross'), fieldOf('loss'), 2)).toBe(
      "Loss: expected MSE, Binary cross-entropy or Softmax cross-entropy, got 'cross'",
    )
    expect(explainTyped(typed('layers.1.activation', 'exact'), fieldOf('layers.1.activation'), 2)).toMatch(
      /^Output: activation: expected Sigmoid, Tanh, .* or Softmax, got 'exact'$/,
    )
    const range: VariedField = { ...typed('seed', ''), kind: 'linear', from: '1', to: 'abc' }
    expect(explainTyped(range, fieldOf('seed'), 2)).toBe("Seed, to: expected a number, got 'abc'")
  })

  it('are offered by name', () => {
    expect(listChoices(fieldOf('data.normalization'))).toEqual(['0 to 1', 'Standardized', '0 to 255'])
  })
})
