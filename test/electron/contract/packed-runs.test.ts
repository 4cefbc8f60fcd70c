import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from '#contract/message-codec.ts'
import { packEpochs, packRuns, unpackEpochs, unpackRuns } from '#contract/packed-runs.ts'
import type { PackedEpochs, PackedRuns, RunSummary } from '#contract/types.ts'
import { runOf } from '../../renderer/epochs.ts'

const summary = (epoch: number, changes: Partial<EpochSummary> = {}): EpochSummary => ({
  epoch,
  trainLoss: 0.25,
  trainAccuracy: 0.5,
  validationLoss: null,
  validationAccuracy: null,
  testLoss: 0.125,
  testCorrect: 97,
  testTotal: 100,
  durationMs: 12.5,
  learningRate: 3,
  ...changes,
})

const RUNS: readonly RunSummary[] = [
  runOf('aaaa', {
    name: 'with "quotes", commas\nand ünicode',
    notes: '# Why',
    tags: ['a', 'b'],
    parent: { runId: 'bbbb', name: 'parent', epoch: -1 },
    keepEvery: null,
    best: summary(0),
    // A loss that is not a number stands beside an accuracy that is there.
    last: summary(3, { trainLoss: NaN, testLoss: NaN }),
  }),
  runOf('bbbb', { status: 'queued', best: null, last: null }),
  runOf('cccc', {
    status: 'imported',
    best: null,
    last: summary(-1, {
      ...{ trainLoss: null, trainAccuracy: null, testLoss: null, testCorrect: null, testTotal: null },
      durationMs: 0,
      learningRate: null,
    }),
  }),
]

it('runs arrive as they left, packed', () => {
  const packed = packRuns(RUNS.map(({ recipe, ...run }) => ({ ...run, recipeText: JSON.stringify(recipe) })))
  expect(unpackRuns(decodeMessage(encodeMessage(packed)) as PackedRuns)).toEqual(RUNS)
  expect(unpackRuns(packRuns([]))).toEqual([])
})

it('epochs arrive as they left, packed', () => {
  const layers = [{ weightNorm: 1.5, gradientNorm: 0.1, dead: 2, saturated: null }]
  const epochs = [summary(0), summary(1, { trainLoss: NaN })]
  const packed = packEpochs('aaaa', epochs, [JSON.stringify(layers), null])
  expect(unpackEpochs(decodeMessage(encodeMessage(packed)) as PackedEpochs)).toEqual([
    { ...epochs[0], layers },
    { ...epochs[1], layers: null },
  ])
})
