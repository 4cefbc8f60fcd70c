import { expect, it } from 'vitest'
import { pickAnswers } from '#core/evaluation/pick-answers.ts'

// Three classes, six images.
const outputs = Float64Array.from([
  ...[0.6, 0.3, 0.1],
  ...[0.1, 0.9, 0.0],
  ...[0.5, 0.4, 0.1],
  ...[0.2, 0.7, 0.1],
  ...[0.0, 0.1, 0.8],
  ...[NaN, NaN, NaN],
])
const predictions = Uint8Array.from([0, 1, 0, 1, 2, 255])
const labels = Uint8Array.from([0, 0, 0, 2, 2, 0])
const answers = { classes: 3, outputs, predictions }
const indices = (...input: Parameters<typeof pickAnswers>): number[] =>
  pickAnswers(...input).map(({ index }) => index)

it('mistakes come surest first, and one without an answer is none', () => {
  expect(indices(answers, labels, { kind: 'mistakes' })).toEqual([1, 3])
  expect(pickAnswers(answers, labels, { kind: 'mistakes' })[0]).toEqual({
    ...{ index: 1, label: 0, predicted: 1, output: 0.9, labelOutput: 0.1 },
    next: { label: 0, output: 0.1 },
  })
})

it('right answers come first that another class came nearest to', () => {
  expect(indices(answers, labels, { kind: 'hardest' })).toEqual([2, 0, 4])
})

it('can be those to one class, and to some images', () => {
  expect(indices(answers, labels, { kind: 'mistakes', label: 2 })).toEqual([3])
  expect(indices(answers, labels, { kind: 'hardest', indices: [0, 1, 3] })).toEqual([0])
})
