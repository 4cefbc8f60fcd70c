import { describe, expect, it } from 'vitest'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { type ComparedRun, readComparison } from '#core/runs/read-comparison.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { describeReading } from '#shared/words/comparison-words.ts'
import { epochOf, runOf } from '../../renderer/epochs.ts'
import { measured } from '../training/measured.ts'

const withRate = (learningRate: number, changes: Partial<Recipe> = {}): Recipe => ({
  ...LECTURE_RECIPE,
  optimizer: { name: 'sgd', learningRate },
  ...changes,
})
const withHidden = (recipe: Recipe, ...sizes: number[]): Recipe => ({
  ...recipe,
  layers: [...sizes.map((units) => ({ ...recipe.layers[0]!, units })), recipe.layers.at(-1)!],
})
const PLATEAU = [0.5, 0.8, 0.9, 0.93, 0.94, 0.94, 0.94, 0.94]

/** A run with these validation accuracies, of 4,000 images. */
function run(id: string, recipe: Recipe, course = PLATEAU, changes: Partial<ComparedRun> = {}): ComparedRun {
  const best = course.indexOf(Math.max(...course))
  return {
    ...runOf(id, {
      recipe: { ...recipe, data: { ...recipe.data, validationSize: 4000 } },
      status: 'completed',
      best: epochOf(best, { validationAccuracy: course[best]! }),
    }),
    epochs: course.map((validationAccuracy, epoch) => measured(epoch, { validationAccuracy })),
    ...changes,
  }
}
const say = (...runs: ComparedRun[]): string[] =>
  describeReading(readComparison(runs), (id) => `Run ${id}`, nameOfValue)

describe('what compared runs differ in', () => {
  it('is named with its values, numbers in their order', () => {
    const runs = [
      run('a', withHidden(withRate(3), 30)),
      run('b', withHidden(withRate(10), 100, 50)),
      run('c', withHidden(withRate(0.5), 30)),
    ]
    expect(say(...runs)[0]).toBe('They differ in hidden layers (30, 100-50) and learning rate (0.5, 3, 10).')
    expect(readComparison(runs).differing).toEqual([
      { path: 'layers', values: ['30', '100-50', '30'] },
      { path: 'optimizer.learningRate', values: [3, 10, 0.5] },
    ])
  })

  it('is the seed alone, or nothing', () => {
    expect(say(run('a', withRate(3, { seed: 2 })), run('b', withRate(3, { seed: 1 })))[0]).toBe(
      'They differ in the seed alone (1, 2).',
    )
    expect(say(run('a', withRate(3)), run('b', withRate(3)))[0]).toBe('Their recipes are the same.')
  })

  it('is an optimizer without the settings that it alone has, and a group that is off', () => {
    const adam: Recipe['optimizer'] = {
      name: 'adam',
      learningRate: 0.001,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    }
    const patience = { epochs: 5, measure: 'validation-accuracy' } as const
    const stopping = { ...LECTURE_RECIPE.stopping, patience }
    expect(say(run('a', withRate(3)), run('b', withRate(3, { optimizer: adam, stopping })))[0]).toBe(
      'They differ in optimizer (SGD, Adam), learning rate (0.001, 3) and early stopping (off, on).',
    )
  })

  it('is counted where there is much of it, and unknown where a network was imported', () => {
    const other = withRate(1, { batchSize: 20, epochs: 5, shuffle: false, seed: 7, warmupEpochs: 2 })
    expect(say(run('a', withRate(3)), run('b', other))[0]).toMatch(
      /^They differ in learning rate \(1, 3\), mini-batch size \(10, 20\), epochs \(5, 30\), .* and 2 more settings\.$/,
    )
    const imported = run('b', withRate(3), PLATEAU, { unknownFields: ['optimizer'] })
    expect(say(run('a', withRate(3)), imported)[0]).toBe(
      'They differ in optimizer (SGD, unknown) and learning rate (3, unknown).',
    )
    const rates = [1, 2, 3, 4, 5, 6, 7].map((rate) => run(String(rate), withRate(rate)))
    expect(say(...rates)[0]).toBe('They differ in learning rate (1 to 7).')
  })
})

describe('a run that was still rising', () => {
  const rising = [0.3, 0.5, 0.65, 0.75, 0.82, 0.86, 0.89, 0.915]

  it('may change the order with more epochs', () => {
    const runs = [run('a', withRate(3)), run('b', withRate(1), rising), run('c', withRate(2))]
    expect(say(...runs).slice(1)).toEqual([
      'Run b was still rising when it ended: more epochs may change the order.',
    ])
    expect(readComparison(runs).rising).toMatchObject([
      { id: 'b', isBest: false, gain: expect.closeTo(0.055) as number },
    ])
  })

  it('may be the best itself', () => {
    const best = rising.map((accuracy) => accuracy + 0.05)
    expect(say(run('a', withRate(3)), run('b', withRate(1), best)).slice(1)).toEqual([
      'Run b, the best, was still rising when it ended: more epochs may take it further.',
    ])
  })

  it.each<[string, readonly number[], Partial<ComparedRun>]>([
    ['is too far behind', rising.map((accuracy) => accuracy / 2), {}],
    ['is within noise', [0.5, 0.8, 0.9, 0.93, 0.931, 0.93, 0.9305, 0.9315], {}],
    ['fell again at its end', [0.3, 0.5, 0.65, 0.75, 0.82, 0.86, 0.91, 0.8], {}],
    ['still trains', rising, { status: 'training' }],
    ['has few epochs', rising.slice(-3), {}],
  ])('is not named where it %s', (_, course, changes) => {
    expect(say(run('a', withRate(3)), run('b', withRate(1), [...course], changes))).toHaveLength(1)
  })

  it('is not named where the runs were measured on different images', () => {
    const other = run('b', withRate(1), rising)
    const runs = [run('a', withRate(3)), { ...other, dataSha256: 'f'.repeat(64) }]
    expect(readComparison(runs).rising).toEqual([])
  })
})
