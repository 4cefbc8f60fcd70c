import { expect, it } from 'vitest'
import { describeCount } from '#shared/words/count-words.ts'
import { epochLine } from '#shared/words/epoch-line.ts'
import { epochOf, runOf } from '../../../renderer/epochs.ts'

const full = { trainAccuracy: 0.96, validationAccuracy: 0.9512, testCorrect: 9342, testTotal: 10_000 }

it.each([
  ['both parts', epochOf(3, full), 'Epoch 3: validation 95.12 %, test 93.42 % (9342 / 10000)'],
  [
    'the test part alone',
    epochOf(0, { ...full, validationAccuracy: null }),
    'Epoch 0: test 93.42 % (9342 / 10000)',
  ],
  ['the validation part alone', epochOf(3, { validationAccuracy: 0.5 }), 'Epoch 3: validation 50.00 %'],
  ['neither', epochOf(3, { trainAccuracy: 0.96 }), 'Epoch 3: training 96.00 %'],
  ['imported weights', epochOf(-1, { testCorrect: 1, testTotal: 3 }), 'As imported: test 33.33 % (1 / 3)'],
  ['nothing', epochOf(-1), 'As imported complete'],
])('the log says which images it counts: %s', (_, epoch, line) => {
  expect(epochLine(epoch)).toBe(line)
})

it('the count behind a per cent is at hand for every part', () => {
  const run = runOf('a')
  const { trainSize, validationSize } = run.recipe.data
  const epoch = epochOf(0, {
    trainAccuracy: 0.5,
    validationAccuracy: 0.25,
    testCorrect: 9342,
    testTotal: 10_000,
  })
  const format = (count: number): string => count.toLocaleString('en-US')
  expect(describeCount(run, epoch, 'test')).toBe('9,342 of 10,000 test images')
  expect(describeCount(run, epoch, 'training')).toBe(
    `${format(trainSize / 2)} of ${format(trainSize)} training images`,
  )
  expect(describeCount(run, epoch, 'validation')).toBe(
    `${format(validationSize / 4)} of ${format(validationSize)} validation images`,
  )
  expect(describeCount(run, epochOf(0), 'test')).toBeNull()
  expect(describeCount(run, null, 'validation')).toBeNull()
})
