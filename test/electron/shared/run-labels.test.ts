import { expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { labelRuns as labelRunsBy, type LabelledRun } from '#shared/words/run-labels.ts'
import { ownWord } from '#shared/words/value-names.ts'

const run = (name: string, changes: Partial<Recipe> = {}, second = 0): LabelledRun => ({
  name,
  recipe: { ...LECTURE_RECIPE, ...changes },
  unknownFields: [],
  createdAt: `2026-11-28T20:00:0${second}.000Z`,
})
const labelRuns = (runs: readonly LabelledRun[], most?: number): string[] => labelRunsBy(runs, ownWord, most)
const [hidden, output] = LECTURE_RECIPE.layers
const relu: Partial<Recipe> = { layers: [{ ...hidden!, activation: 'relu' }, output!] }
const rate = (learningRate: number): Partial<Recipe> => ({
  optimizer: { ...LECTURE_RECIPE.optimizer, learningRate },
})

it('leaves names alone that are told apart by themselves', () => {
  expect(labelRuns([run('one'), run('two', relu)])).toEqual(['one', 'two'])
})

it('adds to names that are alike what differs, and to no others', () => {
  expect(labelRuns([run('30', relu), run('other'), run('30')])).toEqual([
    '30 (relu)',
    'other',
    '30 (sigmoid)',
  ])
  expect(labelRuns([run('30', { ...relu, ...rate(0.5) }), run('30', rate(3))])).toEqual([
    '30 (relu, learning rate 0.5)',
    '30 (sigmoid, learning rate 3)',
  ])
  expect(labelRuns([run('30', { seed: 2 }), run('30', { seed: 7 })])).toEqual(['30 (seed 2)', '30 (seed 7)'])
  expect(labelRuns([run('30', { layers: [{ ...hidden!, units: 64 }, output!] }), run('30')])).toEqual([
    '30 (64-10)',
    '30 (30-10)',
  ])
})

it('numbers runs of one recipe by their start', () => {
  expect(labelRuns([run('30', {}, 5), run('30', {}, 1), run('30', relu)])).toEqual([
    '30 (sigmoid, 3 of 3)',
    expect.stringMatching(/^30 \(sigmoid, [12] of 3\)$/),
    '30 (relu)',
  ])
})

it('says what is not known of a run', () => {
  const imported = { ...run('30', rate(3)), unknownFields: ['optimizer'] }
  expect(labelRuns([imported, run('30', rate(0.5))])).toEqual([
    expect.stringContaining('unknown'),
    expect.stringContaining('learning rate 0.5'),
  ])
})

it('names first what a person chose: images, loss and rate before how many images a part has', () => {
  const { data } = LECTURE_RECIPE
  const other: Partial<Recipe> = { data: { ...data, dataSet: '/home/me/tiny/', trainSize: 200, testSize: 9 } }
  expect(labelRuns([run('30', { ...other, loss: 'binary-cross-entropy' }), run('30')])).toEqual([
    expect.stringMatching(/^30 \(tiny, .*cross-entropy.*\)$/),
    expect.stringMatching(new RegExp(`^30 \\(${data.dataSet}, .*\\)$`)),
  ])
  expect(labelRuns([run('30', { ...other, ...rate(0.5) }), run('30', rate(3))])).toEqual([
    '30 (tiny, learning rate 0.5)',
    `30 (${data.dataSet}, learning rate 3)`,
  ])
  const folder = 'C:\\digits\\tiny'
  expect(labelRuns([run('30', { data: { ...data, dataSet: folder } }), run('30')])[0]).toBe('30 (tiny)')
})

it('tells content of one data set apart by the beginning of its SHA-256', () => {
  const of = (digit: string): Partial<Recipe> => ({
    data: { ...LECTURE_RECIPE.data, fingerprint: digit.repeat(64) },
  })
  expect(labelRuns([run('30', of('a')), run('30', of('7'))])).toEqual([
    '30 (data aaaaaaaa)',
    '30 (data 77777777)',
  ])
})

it('names as many settings as there is room for before it numbers', () => {
  const four = [1, 2].flatMap((seed) =>
    [0.5, 3].flatMap((learningRate) =>
      [10, 20].map((batchSize) => run('30', { seed, batchSize, ...rate(learningRate) })),
    ),
  )
  expect(labelRuns(four, 3)[0]).toBe('30 (learning rate 0.5, mini-batch size 10, seed 1)')
  expect(new Set(labelRuns(four, 3)).size).toBe(8)
  expect(labelRuns(four)[0]).toBe('30 (learning rate 0.5, mini-batch size 10, 1 of 8)')
})

it('calls values by the names of the form where a person only reads them', () => {
  const leaky: Partial<Recipe> = { layers: [{ ...hidden!, activation: 'leaky-relu' }, output!] }
  expect(
    labelRunsBy([run('30', { ...leaky, loss: 'binary-cross-entropy' }), run('30')], nameOfValue),
  ).toEqual(['30 (Leaky ReLU, Binary cross-entropy)', '30 (Sigmoid, MSE)'])
  const softmax: Partial<Recipe> = { layers: [hidden!, { ...output!, activation: 'softmax' }] }
  expect(labelRunsBy([run('30', softmax), run('30')], nameOfValue)[0]).toBe('30 (Softmax output)')
})

it('says what a value belongs to that does not say it by itself', () => {
  const { data } = LECTURE_RECIPE
  const cosine: Partial<Recipe> = {
    schedule: { name: 'cosine', minimum: 0, reaches: 'after-last-epoch' },
    data: { ...data, normalization: 'none' },
  }
  expect(labelRunsBy([run('30', cosine), run('30')], nameOfValue)).toEqual([
    '30 (pixel values 0 to 255, schedule Cosine)',
    '30 (pixel values 0 to 1, schedule Constant)',
  ])
})
