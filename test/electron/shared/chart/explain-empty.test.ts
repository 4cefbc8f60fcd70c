import { expect, it } from 'vitest'
import { explainEmpty } from '#shared/chart/explain-empty.ts'
import { runChart } from '#shared/chart/run-chart.ts'
import { runMeasures } from '#shared/chart/run-measures.ts'
import { epochOf } from '../../../renderer/epochs.ts'

const measureOf = (key: string) => runMeasures(1).find((each) => each.key === key)!
const accuracy = measureOf('accuracy')
const all = { training: true, validation: true, test: true }
const validation = { training: false, validation: true, test: false }
const trained = { epochs: [epochOf(0, { trainLoss: 0.5, trainAccuracy: 0.9 })] }

it.each([
  ['before the first epoch', [{ epochs: [] }], accuracy, all, 'No epoch is finished yet.'],
  [
    'without the wanted part',
    [trained],
    accuracy,
    validation,
    'This run has no accuracy on validation images.',
  ],
  [
    'of several runs without the wanted parts',
    [trained, trained],
    measureOf('loss'),
    { ...validation, test: true },
    'These runs have no loss on validation or test images.',
  ],
  [
    'of imported weights',
    [{ epochs: [epochOf(-1, {})] }],
    accuracy,
    all,
    'This run has imported weights and no epoch trained here.',
  ],
  ['of a measure of layers', [trained], measureOf('dead'), all, 'This run has no measure of dead neurons.'],
  [
    'where no part is chosen',
    [trained],
    accuracy,
    { ...validation, validation: false },
    'None of training, validation and test is chosen.',
  ],
] as const)('a chart %s', (_, runs, measure, parts, words) => {
  expect(explainEmpty(runs, measure, parts)).toBe(words)
})

it('is what a screen reader reads of an empty chart', () => {
  const emptyText = explainEmpty([trained], accuracy, validation)
  expect(runChart([], { measure: accuracy, emptyText }).description).toBe(
    'Accuracy by epoch. This run has no accuracy on validation images.',
  )
})
