import { checkAnswer, exercisePoints } from '#core/explain/functions/check-answer.ts'
import { EXERCISE_IDS } from '#core/explain/functions/exercises.ts'
import { describe, expect, test } from 'vitest'

describe('the lecture’s exercise', () => {
  test.each([
    'ŷ - y',
    'ŷ − y',
    'y\u0302 – y',
    '-(y - ŷ)',
    '−y + ŷ',
    '1·(ŷ−y)',
    '2·½(ŷ−y)',
    '2/2 (ŷ − y)^1',
    '½·2(ŷ-y)',
    '(ŷ² − y²)/(ŷ + y)',
    '(ŷ-y)^3/(ŷ-y)²',
    'yhat - y',
    'Y_HAT - Y',
    'dDiv/dŷ = ŷ − y',
    '0,5 * 2 * (ŷ − y)',
    '(ŷ-y)**3 / |ŷ-y|^2',
    'sqrt(4)(ŷ − y)/2',
    '4^0.5 (ŷ − y)/2',
  ])('%s is right', (answer) => {
    expect(checkAnswer('squared', answer)).toEqual({ kind: 'right' })
  })

  test.each([
    ['y − ŷ', 'sign', 1],
    ['-(ŷ − y)', 'by-wanted', 1],
    ['(ŷ − y)(−1)', 'by-wanted', 1],
    ['2(ŷ − y)', 'factor', 2],
    ['½(ŷ − y)', 'factor', 0.5],
    ['2y − 2ŷ', 'factor', -2],
    ['(ŷ − y)/3', 'factor', 1 / 3],
    ['½(ŷ − y)²', 'square', 0.5],
    ['(ŷ−y)(ŷ−y)', 'square', 1],
    ['|ŷ − y|', 'absolute', 1],
    ['√((ŷ−y)²)', 'absolute', 1],
    ['((ŷ−y)²)^0.5', 'absolute', 1],
    ['-abs(y−ŷ)', 'absolute', -1],
    ['ŷ', 'other', 1],
    ['ŷ + y', 'other', 1],
    ['ŷ y', 'other', 1],
    ['0·(ŷ−y)', 'other', 1],
  ])('%s is wrong by %s', (answer, mistake, factor) => {
    const verdict = checkAnswer('squared', answer)
    expect(verdict).toMatchObject({ kind: 'wrong', mistake })
    expect(verdict).toHaveProperty('factor', expect.closeTo(factor, 9))
  })

  test.each([
    ['', { code: 'empty' }],
    ['   ', { code: 'empty' }],
    ['2', { code: 'no-variable' }],
    ['1 − 1', { code: 'no-variable' }],
    ['a − y', { code: 'unknown-word', word: 'a' }],
    ['ŷ − x', { code: 'unknown-word', word: 'x' }],
    ['ŷ −', { code: 'unreadable' }],
    ['(ŷ − y', { code: 'unreadable' }],
    ['|ŷ − y', { code: 'unreadable' }],
    ['ŷ; y', { code: 'unknown-word', word: ';' }],
    ['ŷ = y', { code: 'unknown-word', word: '=' }],
    ['ŷ.constructor', { code: 'unknown-word', word: '.' }],
    ['import("fs") ŷ', { code: 'unknown-word', word: 'import' }],
    ['√(ŷ − y)', { code: 'not-a-number' }],
    ['ŷ^ŷ', { code: 'not-a-number' }],
    ['ŷ^99', { code: 'not-a-number' }],
    ['ŷ/(y − y)', { code: 'not-a-number' }],
    [`ŷ${'+y'.repeat(100)}`, { code: 'too-long', most: 200 }],
  ])('%s is refused', (answer, problem) => {
    expect(checkAnswer('squared', answer)).toEqual({ kind: 'refused', problem })
  })
})

test.each([
  ['(ŷ − y)/(ŷ(1 − ŷ))', { kind: 'right' }],
  ['−y/ŷ + (1−y)/(1−ŷ)', { kind: 'right' }],
  ['y/ŷ − (1−y)/(1−ŷ)', { kind: 'wrong', mistake: 'sign', factor: 1 }],
  ['ŷ − y', { kind: 'wrong', mistake: 'by-sum', factor: 1 }],
  ['ln(ŷ) − ln(1−ŷ)', { kind: 'wrong', mistake: 'by-wanted', factor: 1 }],
  ['−y/ŷ', { kind: 'wrong', mistake: 'other', factor: 1 }],
])('of cross-entropy, %s', (answer, verdict) => {
  expect(checkAnswer('cross-entropy', answer)).toEqual(verdict)
})

test.each(EXERCISE_IDS)('the points of %s are 24, half of them on each side', (id) => {
  const points = exercisePoints(id)
  expect(points).toHaveLength(24)
  expect(points.filter(({ output, wanted }) => output > wanted)).toHaveLength(12)
})
