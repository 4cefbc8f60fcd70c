import { describe, expect, it } from 'vitest'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { LECTURE_RECIPE, type Recipe } from '#core/recipe/recipe.ts'
import { resultRows, type RunWithEpochs } from '../../../../renderer/model/runs/result-rows.ts'
import { epochOf, runOf } from '../../epochs.ts'

const TITLES: Readonly<Record<string, string>> = { 'pen-digits-2': 'Pen digits', mnist: 'MNIST' }

function runWith(
  id: string,
  epochs: readonly EpochMetrics[],
  best: number,
  loss = LECTURE_RECIPE.loss,
): RunWithEpochs {
  const run = runOf(id, {
    recipe: { ...LECTURE_RECIPE, loss },
    best: epochs[best],
    last: epochs.at(-1) ?? null,
  })
  return { run, epochs }
}
const measured = (epoch: number, validationAccuracy: number, validationLoss: number, testCorrect: number) =>
  epochOf(epoch, { validationAccuracy, validationLoss, testCorrect, testTotal: 100 })
const a = runWith('a', [measured(0, 0.9, 0.2, 91), measured(1, 0.95, 0.3, 90)], 1)
const b = runWith('b', [measured(0, 0.92, 0.25, 89), measured(1, 0.91, 0.22, 90)], 0)
const rowOf = (runs: readonly RunWithEpochs[], label: string) =>
  resultRows(runs, (name) => TITLES[name] ?? name).find((row) => row.label === label)

describe('results side by side', () => {
  it('tell best and last of each measure, at which epoch, and who is ahead', () => {
    expect(rowOf([a, b], 'Best validation accuracy')).toEqual({
      label: 'Best validation accuracy',
      texts: ['95.00\u00a0%', '92.00\u00a0%'],
      notes: ['epoch 1', 'epoch 0'],
      // The lecture's recipe validates with so many images.
      titles: ['9,500 of 10,000 validation images', '9,200 of 10,000 validation images'],
      winner: 0,
      winnerWords: 'Best validation accuracy of these runs, on 10,000 validation images of Pen digits',
    })
    expect(rowOf([a, b], 'Test accuracy at best validation')?.winnerWords).toMatch(
      /^Best test accuracy of these runs, on [\d,]+ test images of Pen digits$/,
    )
    expect(rowOf([a, b], 'Last validation loss')?.winnerWords).toMatch(/^Lowest validation loss/)
    expect(rowOf([a], 'Best validation accuracy')?.winnerWords).toBeNull()
    expect(rowOf([a, b], 'Last validation accuracy')).toMatchObject({
      texts: ['95.00\u00a0%', '91.00\u00a0%'],
      winner: 0,
    })
    // Not the best of test: the epoch is chosen by validation.
    expect(rowOf([a, b], 'Best test accuracy')).toBeUndefined()
    expect(rowOf([a, b], 'Test accuracy at best validation')).toMatchObject({
      texts: ['90.00\u00a0%', '89.00\u00a0%'],
      notes: ['epoch 1', 'epoch 0'],
      winner: 0,
    })
    // A tie has no winner.
    expect(rowOf([a, b], 'Last test accuracy')?.winner).toBeNull()
    expect(rowOf([a, b], 'Best validation loss')).toMatchObject({ texts: ['0.2000', '0.2200'], winner: 0 })
    expect(rowOf([a, b], 'Last validation loss')).toMatchObject({ texts: ['0.3000', '0.2200'], winner: 1 })
  })

  it('take the best accuracy from the epochs where patience chose the run’s epoch by the loss', () => {
    const { recipe } = a.run
    const patience = { measure: 'validation-loss', epochs: 3 } as const
    const stopping = { ...recipe.stopping, patience }
    const byLoss = { ...a, run: { ...a.run, best: a.epochs[0]!, recipe: { ...recipe, stopping } } }
    expect(rowOf([byLoss, b], 'Best validation accuracy')).toMatchObject({
      texts: ['95.00\u00a0%', '92.00\u00a0%'],
      notes: ['epoch 1', 'epoch 0'],
    })
    // Of the epoch that stands for the run.
    expect(rowOf([byLoss, b], 'Test accuracy at best validation')).toMatchObject({
      texts: ['91.00\u00a0%', '89.00\u00a0%'],
    })
  })

  it('name no winner between losses of different scales, or parts that differ', () => {
    const other = runWith('c', [measured(0, 0.9, 0.01, 90)], 0, 'softmax-cross-entropy')
    expect(rowOf([a, other], 'Best validation loss')?.winner).toBeNull()
    const untested = runWith('d', [epochOf(0, { trainAccuracy: 0.99, trainLoss: 0.1 })], 0)
    expect(rowOf([a, untested], 'Best accuracy')).toMatchObject({
      notes: [
        'epoch 1, 10,000 validation images of Pen digits',
        'epoch 0, 50,000 training images of Pen digits',
      ],
      winner: null,
    })
  })

  it('name no winner between different images, and name the images', () => {
    const onData = (
      id: string,
      data: Partial<Recipe['data']>,
      dataSha256: string | null = null,
    ): RunWithEpochs => {
      const recipe = { ...LECTURE_RECIPE, data: { ...LECTURE_RECIPE.data, ...data } }
      return { ...a, run: { ...a.run, id, recipe, dataSha256 } }
    }
    expect(
      rowOf([a, onData('m', { dataSet: 'mnist', validationSize: 10_000 })], 'Best validation accuracy'),
    ).toMatchObject({
      notes: [
        'epoch 1, 10,000 validation images of Pen digits',
        'epoch 1, 10,000 validation images of MNIST',
      ],
      winner: null,
    })
    // The same name, but other files; another part of the same files; and the same files under another name.
    const better = { ...b, run: { ...b.run, dataSha256: 'ab'.repeat(32) } }
    const sameData = onData('s', {}, 'ab'.repeat(32))
    expect(rowOf([sameData, better], 'Best validation accuracy')?.winner).toBe(0)
    expect(rowOf([onData('o', {}, 'cd'.repeat(32)), better], 'Best validation accuracy')?.winner).toBeNull()
    expect(
      rowOf([onData('v', { validationSize: 2000 }, 'ab'.repeat(32)), better], 'Best validation accuracy')
        ?.winner,
    ).toBeNull()
    expect(
      rowOf([onData('n', { dataSet: '/moved/digits' }, 'ab'.repeat(32)), better], 'Best validation accuracy')
        ?.winner,
    ).toBe(0)
    // How many images were trained on changes no measure of others.
    expect(
      rowOf([onData('t', { trainSize: 500 }, 'ab'.repeat(32)), better], 'Best validation accuracy')?.winner,
    ).toBe(0)
  })

  it('leave open what is not known', () => {
    const empty: RunWithEpochs = { run: runOf('e'), epochs: [] }
    expect(resultRows([empty]).map(({ label, texts }) => [label, texts[0]])).toEqual([
      ['Best accuracy', '–'],
      ['Last accuracy', '–'],
      ['Best loss', '–'],
      ['Last loss', '–'],
      ['Duration', '1.0\u00a0s'],
    ])
    expect(rowOf([{ ...a, epochs: [] }], 'Best validation loss')?.texts).toEqual(['–'])
    expect(rowOf([a], 'Best validation accuracy')?.winner).toBeNull()
  })

  it('of runs without validation name the test, and of a mix show the test of each at the epoch that stands for it', () => {
    const tested = (epoch: number, testCorrect: number) =>
      epochOf(epoch, { testCorrect, testTotal: 100, validationAccuracy: null, validationLoss: null })
    const c = runWith('c', [tested(0, 95), tested(1, 93)], 0)
    expect(rowOf([c], 'Best test accuracy')).toMatchObject({ texts: ['95.00\u00a0%'], notes: ['epoch 0'] })
    expect(rowOf([c], 'Test accuracy at best validation')).toBeUndefined()
    expect(rowOf([a, c], 'Best accuracy')?.winner).toBeNull()
    expect(rowOf([a, c], 'Test accuracy at best validation')?.texts).toEqual(['90.00\u00a0%', '93.00\u00a0%'])
  })
})
