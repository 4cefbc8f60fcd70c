import { describe, expect, it } from 'vitest'
import { parseRunFilter } from '#shared/filter/run-filter.ts'
import { completeFilter } from '../../../../renderer/model/runs/complete-filter.ts'

describe('completions of a filter', () => {
  it.each([
    ['', []],
    ['opt', ['optimizer']],
    ['star and ACC', ['star and accuracy']],
    ['(lastA', ['(lastAccuracy']],
    ['star ', []],
    ['name ', ['name =', 'name contains', 'name !=']],
    ['star and started', []],
    ['started ', ['started =', 'started >=', 'started <=', 'started >', 'started <', 'started !=']],
    ['started = ', ['today', 'yesterday', 'last 7 days', 'last 30 days'].map((days) => `started = ${days}`)],
    ['star started>=L', ['star started>=last 7 days', 'star started>=last 30 days']],
    ['date = last 3', ['date = last 30 days']],
    ['accuracy > ', []],
    ['optimizer = ad', ['optimizer = AdaGrad', 'optimizer = Adam', 'optimizer = AdamW']],
    // As on the command line, `init` is a short name of the initializer.
    ['star and init = h', ['star and init = "He normal"', 'star and init = "He uniform"']],
    ['star and start = h', []],
    [
      'star and initializer = h',
      ['star and initializer = "He normal"', 'star and initializer = "He uniform"'],
    ],
    ['tag contains a or initializer != "he n', ['tag contains a or initializer != "He normal"']],
    ['(activation contains re', ['(activation contains ReLU']],
    ['optimizer = adam and acc', ['optimizer = adam and accuracy']],
    ['engine = exact', ['engine = "Exact (64-bit)"']],
  ])('after %j are %j', (text, completions) => {
    expect(completeFilter(text)).toEqual(completions)
  })

  it('offers days that the filter reads', () => {
    for (const text of completeFilter('started = ')) expect(() => parseRunFilter(text), text).not.toThrow()
  })
})
