import { expect, it } from 'vitest'
import { describeCell } from '../../../renderer/model/inspect/inspect-words.ts'
import { withArticle } from '../../../renderer/model/article.ts'

it.each([
  ...[
    'a 0',
    'a 1',
    'a 4',
    'a 7',
    'a 9',
    'a 10',
    'a 17',
    'a 100',
    'a 110',
    'a B',
    'a U',
    'a shoe',
    'a unicorn',
  ],
  ...['an 8', 'an 11', 'an 18', 'an 80', 'an 888', 'an A', 'an F', 'an x', 'an ankle boot', 'an umbrella'],
])('says %s', (words) => {
  expect(withArticle(words.replace(/^an? /, ''))).toBe(words)
})

it('says what a cell of the confusion matrix holds', () => {
  const classes = ['4', '8'].map((name, label) => ({
    ...{ label, name, support: 10, precision: null, recall: null, f1: null },
  }))
  const matrix = [
    [7, 3],
    [0, 10],
  ]
  expect(describeCell({ matrix, classes }, { label: 0, predicted: 1 })).toMatch(
    /^3 of the 10 images of a 4 are taken for an 8/,
  )
  expect(describeCell({ matrix, classes }, { label: 1, predicted: 0 })).toMatch(
    /^None of the 10 images of an 8 are/,
  )
})
