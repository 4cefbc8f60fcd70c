import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import {
  parseNumber,
  readPath,
  reviveDraft,
  writePath,
} from '../../../../renderer/model/recipe/recipe-draft.ts'

test.each([
  ['30', 30],
  [' 0.5 ', 0.5],
  ['1e-8', 1e-8],
  ['0,5', 0.5],
  ['3,5', 3.5],
  [',5', 0.5],
  ['-0,005', -0.005],
  ['1,5e-3', 0.0015],
  // 1500 or 1.5: nobody can know.
  ['1,500', '1,500'],
  ['50,000', '50,000'],
  ['1,234,567', 1_234_567],
  ['', ''],
  ['  ', ''],
  ['abc', 'abc'],
  ['1..2', '1..2'],
  ['-', '-'],
])('the text %j is taken as %j', (text, value) => {
  expect(parseNumber(text)).toBe(value)
})

test.each([
  ['50,000', 50_000],
  ['1,500', 1500],
  ['0,500', 0.5],
  ['12,5', 12.5],
])('in a field of whole numbers the text %j is taken as %j', (text, value) => {
  expect(parseNumber(text, { isWhole: true })).toBe(value)
})

test('every number that JavaScript writes is read back as itself', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(parseNumber(String(value))).toBe(value === 0 ? 0 : value)
    }),
  )
})

test('writing at a path changes that place alone and leaves the root as it was', () => {
  const root = { a: [{ b: 1 }, { b: 2 }], c: { d: 3 } }
  const next = writePath(root, ['a', 1, 'b'], 9)
  expect(readPath(next, ['a', 1, 'b'])).toBe(9)
  expect(root).toEqual({ a: [{ b: 1 }, { b: 2 }], c: { d: 3 } })
  expect(next.a[0]).toBe(root.a[0])
  expect(next.c).toBe(root.c)
  expect(readPath(root, ['x', 'y'])).toBeUndefined()
})

test('a draft from before the newer settings gets their defaults and keeps what was typed', () => {
  const old = {
    version: 1,
    data: { dataSet: 'mnist', trainSize: 'abc', validationSize: 10_000, testSize: 10_000 },
    inputSize: 784,
    layers: [
      { units: 100, activation: 'tanh' },
      { units: 10, activation: 'sigmoid' },
    ],
    initializer: { name: 'scaled-normal' },
    loss: 'mse',
    optimizer: { name: 'momentum', learningRate: 0.5, momentum: '' },
    l2: { lambda: 5, convention: 'pytorch' },
    batchSize: 20,
    epochs: 3,
    shuffle: false,
    seed: 7,
  }
  const draft = reviveDraft(old)
  expect(draft).toMatchObject(old)
  expect(draft).toEqual({
    ...LECTURE_RECIPE,
    ...old,
    data: { ...LECTURE_RECIPE.data, ...old.data },
    layers: old.layers.map((layer) => ({ ...layer, batchNorm: false, dropout: 0 })),
    initializer: { ...LECTURE_RECIPE.initializer, ...old.initializer },
  })
})

test('a draft with every setting on comes back as it was stored', () => {
  const draft = {
    ...LECTURE_RECIPE,
    data: { ...LECTURE_RECIPE.data, augmentation: { shift: 2, rotation: '' }, noise: { wrongLabels: 'x' } },
    schedule: { name: 'step', every: 3, factor: 'x' },
    gradientClipping: 1,
    startsFrom: 'ab'.repeat(32),
    stopping: { ...LECTURE_RECIPE.stopping, patience: { epochs: 3, measure: 'validation-loss' } },
  }
  expect(reviveDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft)
})

test.each([
  ['nothing', null],
  ['a text', 'recipe'],
  ['another version', { ...LECTURE_RECIPE, version: 99 }],
  ['no layers', { ...LECTURE_RECIPE, layers: [] }],
  ['layers that are none', { ...LECTURE_RECIPE, layers: [3] }],
  ['an unknown optimizer', { ...LECTURE_RECIPE, optimizer: { name: 'toString', learningRate: 1 } }],
])('%s is no draft', (_what, stored) => {
  expect(reviveDraft(stored)).toBeNull()
})

test('what has a shape that the form cannot show gives way to the default', () => {
  const draft = {
    ...LECTURE_RECIPE,
    data: 3,
    schedule: { name: 'weekly' },
    stopping: { lossBound: { a: 1 } },
  }
  expect(reviveDraft(draft)).toEqual(LECTURE_RECIPE)
})
