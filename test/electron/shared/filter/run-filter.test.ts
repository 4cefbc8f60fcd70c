import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { DAY_WORDS } from '#shared/filter/filter-days.ts'
import { FilterError } from '#shared/filter/filter-language.ts'
import { parseRunFilter, RUN_FILTER_FIELDS } from '#shared/filter/run-filter.ts'
import { epochOf, runOf } from '../../../renderer/epochs.ts'

const adam: Recipe = {
  ...LECTURE_RECIPE,
  layers: [{ ...LECTURE_RECIPE.layers[0]!, units: 100 }, LECTURE_RECIPE.layers[1]!],
  optimizer: { name: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
}
const runs = [
  runOf('plain', { best: epochOf(4, { validationAccuracy: 0.9512 }), epochsDone: 30 }),
  runOf('wide', {
    recipe: adam,
    best: epochOf(4, { validationAccuracy: 0.97004 }),
    epochsDone: 10,
    tags: ['Teaching', 'deep net'],
    isStarred: true,
  }),
  runOf('old', { isArchived: true, notes: 'Why **not**: a learning rate too large', status: 'diverged' }),
  runOf('lecture and more', { createdAt: '2026-03-05T12:00:00.000Z' }),
]
const found = (filter: string): string[] => {
  const { accepts } = parseRunFilter(filter)
  return runs.filter(accepts).map((run) => run.id)
}
const all = runs.map((run) => run.id)
const without = (id: string): string[] => all.filter((each) => each !== id)

describe('a filter of runs', () => {
  it.each([
    ['', all],
    ['   ', all],
    ['LECTURE', ['lecture and more']],
    ['784-100', ['wide']],
    ['teach', ['wide']],
    ['"too large"', ['old']],
    ['"and more"', ['lecture and more']],
    ['accuracy > 97', []],
    ['accuracy >= 97', ['wide']],
    ['accuracy >= 97,0', ['wide']],
    ['accuracy = 97%', ['wide']],
    ['accuracy<96', ['plain']],
    ['accuracy != 97', ['plain']],
    ['epochs >= 10', ['plain', 'wide']],
    ['epochs ≥ 10 and epochs < 30', ['wide']],
    ['layers contains 100', ['wide']],
    ['layers contains 10', all],
    ['layers = 784-100-10', ['wide']],
    ['optimizer = adam', ['wide']],
    ['optimizer != adam', without('wide')],
    ['learning-rate < 1e-2', ['wide']],
    ['optimizer.learningRate = .001', ['wide']],
    ['lr < 0.1', ['wide']],
    ['initializer.name = gaussian-fan-in', found('initializer = gaussian-fan-in')],
    ['hidden contains 100', ['wide']],
    ['batch = 10', found('batchSize = 10')],
    ['star', ['wide']],
    ['not star', without('wide')],
    ['"star"', []],
    ['tag:teaching', ['wide']],
    ['tag = "deep net"', ['wide']],
    ['tag contains deep', []],
    ['notes contains large', ['old']],
    ['status:diverged or star', ['wide', 'old']],
    ['plain or wide and star', ['plain', 'wide']],
    ['(plain or wide) and star', ['wide']],
    ['not (plain or wide)', ['old', 'lecture and more']],
    ['not not star', ['wide']],
    ['NOT plain AND epochs > 1', ['wide']],
    ['started >= 2026-03-01', ['lecture and more']],
    ['contains', []],
  ])('%j finds %j', (filter, ids) => {
    expect(found(filter)).toEqual(ids)
  })

  it.each([
    ['accuracy > ninety', "accuracy: expected a number after >, got 'ninety'"],
    ['accuracy >', 'accuracy: expected a number after >, but nothing is there'],
    ['accuracy > )', "accuracy: expected a number after >, got ')'"],
    ['accuracy contains 9', 'accuracy: expected =, !=, <, <=, > or >=, got contains'],
    ['name > a', 'name: expected =, != or contains, got >'],
    ['name =', 'name: expected a word after =, but nothing is there'],
    ['star = yes', 'star: expected nothing after it, got ='],
    ['started > May', `started: expected ${DAY_WORDS}, after >, got 'May'`],
    ['started > 2026-13-01', `started: expected ${DAY_WORDS}, after >, got '2026-13-01'`],
    ['started =', `started: expected ${DAY_WORDS}, after =, but nothing is there`],
    ['started contains 2026', 'started: expected =, !=, <, <=, > or >=, got contains'],
    ['acuracy > 3', `acuracy: expected a field before >, one of ${RUN_FILTER_FIELDS.join(', ')}`],
    ['> 3', '>: expected the name of a field before it, as in accuracy > 97'],
    ['star and', 'and: expected a word or a condition after it, but nothing is there'],
    ['star or or plain', 'or: expected a word or a condition before it, got or'],
    ['and star', 'and: expected a word or a condition before it, but nothing is there'],
    ['not', 'not: expected a word or a condition after it, but nothing is there'],
    ['(star', '(: expected a closing ), but nothing is there'],
    ['star)', '): expected a ( before it, got none'],
    ['()', "Filter: expected a word or a condition, got ')'"],
    ['"star', '"star: expected a closing quote, got none'],
    ['('.repeat(20_000), '(: expected at most 100 of ( and not within each other, got more'],
    [
      `${'('.repeat(6000)}star${')'.repeat(6000)}`,
      '(: expected at most 100 of ( and not within each other, got more',
    ],
    ['not '.repeat(20_000), 'not: expected at most 100 of ( and not within each other, got more'],
    ['not ('.repeat(51), 'not: expected at most 100 of ( and not within each other, got more'],
  ])('%j is refused: %s', (filter, message) => {
    expect(() => parseRunFilter(filter)).toThrow(new FilterError(message))
  })

  it('takes many conditions beside each other, and as many levels as a person can follow', () => {
    expect(found(Array(5000).fill('(not wide)').join(' and '))).toEqual(without('wide'))
    expect(found(`${'('.repeat(100)}wide${')'.repeat(100)}`)).toEqual(['wide'])
  })

  it('knows whether it asks for archived runs', () => {
    expect(
      ['archived', 'not archived', '"archived"', 'star'].map((text) => parseRunFilter(text).namesArchived),
    ).toEqual([true, true, false, false])
  })

  it('knows an accuracy as it is shown', () => {
    // 100 × 0.29075 is a little less than 29.075 in binary, and shown as 29.08.
    const run = runOf('tie', { best: epochOf(0, { validationAccuracy: 0.29075 }) })
    expect(parseRunFilter('accuracy = 29.08').accepts(run)).toBe(true)
    expect(parseRunFilter('accuracy < 29.08').accepts(run)).toBe(false)
  })

  it('looks into what a caller says of a run', () => {
    const { accepts } = parseRunFilter('"pen digits"', () => 'Pen digits')
    expect(runs.filter(accepts)).toEqual(runs)
  })
})

describe('values that have names', () => {
  const named = runOf('named', {
    recipe: {
      ...LECTURE_RECIPE,
      layers: [{ ...LECTURE_RECIPE.layers[0]!, activation: 'leaky-relu' }, LECTURE_RECIPE.layers[1]!],
      initializer: { ...LECTURE_RECIPE.initializer, name: 'he-normal' },
      loss: 'binary-cross-entropy',
      engine: 'reference',
    },
  })
  const accepts = (filter: string): boolean => parseRunFilter(filter).accepts(named)

  it.each([
    'initializer = he-normal',
    'initializer = "He normal"',
    'initializer:"he normal"',
    'initializer contains "he n"',
    'initializer contains he-',
    'activation contains "Leaky ReLU"',
    'activation contains leaky-relu',
    'activation = "leaky relu"',
    'lossFunction = "Binary cross-entropy"',
    'lossFunction = binary-cross-entropy',
    'engine = "Exact (64-bit)"',
    '"He normal" "leaky relu"',
    'leaky-relu',
    'initializer != "He uniform"',
  ])('are found by the name and by the word of the recipe: %s', (filter) => {
    expect(accepts(filter)).toBe(true)
  })

  it.each([
    'initializer != "He normal"',
    'initializer != he-normal',
    'activation != "Leaky ReLU"',
    'activation contains leaky',
    'lossFunction = "Cross-entropy"',
    '"He uniform"',
  ])('are not mixed up: %s', (filter) => {
    expect(accepts(filter)).toBe(false)
  })
})
