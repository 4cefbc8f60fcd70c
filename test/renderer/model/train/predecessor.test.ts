import { describe, expect, it } from 'vitest'
import type { RunComparison, RunSummary } from '#contract/types.ts'
import { pairedDifferenceInterval, wilsonInterval } from '#core/evaluation/intervals.ts'
import { mcnemarTest } from '#core/evaluation/mcnemar.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { describeRecipeChanges } from '../../../../renderer/model/recipe/recipe-changes.ts'
import { findCounterpart } from '../../../../renderer/model/train/next-steps.ts'
import {
  describeEffect,
  describeEffectShortly,
  findPredecessor,
} from '../../../../renderer/model/train/predecessor.ts'

const lecture: Recipe = { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, dataSet: 'mnist' } }
const withDropout: Recipe = {
  ...lecture,
  layers: lecture.layers.map((layer, k) => (k === 0 ? { ...layer, dropout: 0.5 } : layer)),
}
const withAugmentation: Recipe = {
  ...lecture,
  data: {
    ...lecture.data,
    augmentation: {
      ...{ shift: 2, rotation: 0, scale: 0, shear: 0 },
      ...{ elasticStrength: 0, elasticSmoothness: 4, thickness: 0 },
    },
  },
}
const rate = (learningRate: number, from: Recipe = lecture): Recipe => ({
  ...from,
  optimizer: { ...from.optimizer, learningRate },
})

function runOf(id: string, recipe: Recipe, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    ...{ id, name: id, recipe, status: 'completed', reason: null, parent: null, unknownFields: [] },
    ...{ dataSha256: 'a'.repeat(64), weightsSha256: 'b'.repeat(64), isArchived: false, best: null },
    createdAt: '2026-11-29T00:00:00Z',
    ...changes,
  } as unknown as RunSummary
}
const found = (...newestFirst: RunSummary[]): string | undefined =>
  findPredecessor(newestFirst[0]!, newestFirst)?.id

describe('the run that a recipe was changed from', () => {
  it('is the newest that differs in one setting, else in two', () => {
    const run = runOf('dropout', withDropout)
    expect(found(run, runOf('faster', rate(5)), runOf('lecture', lecture), runOf('old', lecture))).toBe(
      'lecture',
    )
    expect(found(run, runOf('faster', rate(5)))).toBe('faster')
    // A later run is none that it was changed from.
    expect(findPredecessor(run, [runOf('later', lecture), run])).toBeNull()
  })

  it('counts what comes and goes together as one setting', () => {
    expect(found(runOf('augmented', withAugmentation), runOf('lecture', lecture))).toBe('lecture')
  })

  it('is none with more changes, the same recipe, other images, or other first weights', () => {
    const run = runOf('dropout', withDropout)
    expect(found(run, runOf('far', { ...rate(5), epochs: 7, seed: 3 }))).toBeUndefined()
    expect(found(run, runOf('again', withDropout))).toBeUndefined()
    expect(found(run, runOf('lecture', lecture, { dataSha256: 'c'.repeat(64) }))).toBeUndefined()
    expect(found(run, runOf('lecture', lecture, { status: 'stopped' }))).toBeUndefined()
    const parent = { runId: 'lecture', epoch: 3 } as RunSummary['parent']
    expect(found(runOf('on', withDropout, { parent }), runOf('lecture', lecture))).toBeUndefined()
  })

  it('is the one to compare it with', () => {
    const run = runOf('dropout', withDropout)
    const other = runOf('other', { ...rate(5), epochs: 7, seed: 3 }, { best: {} as RunSummary['best'] })
    expect(findCounterpart(run, [run, other, runOf('lecture', lecture)])?.id).toBe('lecture')
    expect(findCounterpart(run, [run, other])?.id).toBe('other')
  })
})

function comparisonOf(correctA: number, onlyA: number, onlyB: number, total = 10_000): RunComparison {
  const correctB = correctA - onlyA + onlyB
  return {
    ...{ epochs: { a: 29, b: 29 }, dataSet: 'mnist', changedData: { a: null, b: null } },
    result: { total, correctA, correctB, onlyA, onlyB, ...mcnemarTest(onlyA, onlyB) },
    accuracyA: wilsonInterval(correctA, total),
    accuracyB: wilsonInterval(correctB, total),
    difference: pairedDifferenceInterval(onlyA, onlyB, total),
    disagreements: onlyA + onlyB,
  }
}

describe('what a change did', () => {
  const effect = (comparison: RunComparison, recipe: Recipe, describe = describeEffect): string =>
    describe(
      comparison,
      describeRecipeChanges(lecture, recipe, () => 'MNIST'),
      { a: 'first', b: 'second' },
      () => 'MNIST',
    )

  it('is said in points of the same images, and whether it may be chance', () => {
    expect(effect(comparisonOf(9795, 130, 40), withDropout)).toBe(
      'Hidden layer 30 × Sigmoid → 30 × Sigmoid, dropout 0.5: 97.05\u00a0% of 10,000 test images of MNIST, ' +
        '0.90 points lower than first without it; this is hardly chance (p < 0.0001).',
    )
    expect(effect(comparisonOf(9542, 398, 435), { ...rate(1), epochs: 40 })).toBe(
      'Learning rate 3 → 1, Epochs 30 → 40: 95.79\u00a0% of 10,000 test images of MNIST, ' +
        '0.37 points higher than first without them; this could be chance (p = 0.21).',
    )
    // 97.38 % and 97.55 %.
    expect(effect(comparisonOf(3895, 3, 10, 4000), rate(1))).toContain(
      '97.55\u00a0% of 4,000 test images of MNIST, 0.17 points higher',
    )
    expect(effect(comparisonOf(9542, 0, 0), rate(1))).toBe(
      'Learning rate 3 → 1: 95.42\u00a0% of 10,000 test images of MNIST, as many as first without it.',
    )
  })

  it('is said in fewer words where room is short', () => {
    expect(effect(comparisonOf(9795, 130, 40), withDropout, describeEffectShortly)).toBe(
      'Hidden layer 30 × Sigmoid → 30 × Sigmoid, dropout 0.5: test accuracy 0.90 points lower than first; ' +
        'this is hardly chance (p < 0.0001).',
    )
    expect(effect(comparisonOf(9542, 398, 435), rate(1), describeEffectShortly)).toBe(
      'Learning rate 3 → 1: test accuracy 0.37 points higher than first; this could be chance (p = 0.21).',
    )
    expect(effect(comparisonOf(9542, 0, 0), rate(1), describeEffectShortly)).toBe(
      'Learning rate 3 → 1: test accuracy the same as first.',
    )
  })
})

describe('what one recipe has otherwise than another', () => {
  const changes = (before: Recipe, after: Recipe): string[] =>
    describeRecipeChanges(before, after, () => 'MNIST')

  it('leaves out settings that came along and do nothing', () => {
    expect(changes(lecture, withAugmentation)).toEqual(['Augmentation off → on', 'Shift 2'])
    expect(changes(withAugmentation, lecture)).toEqual(['Augmentation on → off', 'no shift'])
  })

  it('names settings that are there in one of them alone', () => {
    const adam = { ...lecture, optimizer: { name: 'adam', learningRate: 3, beta1: 0.9 } } as unknown as Recipe
    expect(changes(lecture, adam).slice(0, 2)).toEqual(['Optimizer SGD → Adam', 'Beta 1 0.9'])
    const deeper: Recipe = { ...lecture, layers: [lecture.layers[0]!, ...lecture.layers] }
    expect(changes(deeper, lecture)).toContain('no hidden layer 2')
  })
})
