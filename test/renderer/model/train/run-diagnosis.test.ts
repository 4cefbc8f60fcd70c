import { expect, it } from 'vitest'
import { LECTURE_RECIPE } from '#core/recipe/recipe.ts'
import { describeCure, describeDiagnosed, describeFinding } from '#shared/words/diagnosis-words.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { diagnoseEnd, explainTrainingError } from '../../../../renderer/model/train/run-diagnosis.ts'
import { measured } from '../../../core/training/measured.ts'
import { runOf } from '../../epochs.ts'

const recipe = {
  ...LECTURE_RECIPE,
  layers: LECTURE_RECIPE.layers.map((each, k) => (k === 0 ? { ...each, units: 100 } : each)),
}
const epochs = [0.4, 0.2, 0.16, 0.155, 0.15].map((trainLoss, epoch) => ({
  ...measured(epoch, { trainLoss, trainAccuracy: 0.69, validationAccuracy: 0.69, validationLoss: trainLoss }),
  durationMs: 1,
}))
const run = runOf('a', { recipe, status: 'completed', epochsDone: 5, parent: null })

it('says at the end of a training what stood in its way, and what helps', () => {
  const words = describeDiagnosed(diagnoseEnd(run, epochs)!)
  expect(words.cause).toMatch(/^Some outputs seem to be stuck at 0\. .* MSE has next to no slope there\.$/)
  expect(words.cures[0]).toBe('Smaller first weights: scaled-normal, N(0, 1) / √n.')
  const inWindow = describeDiagnosed(diagnoseEnd(run, epochs)!, [], nameOfValue)
  expect(inWindow.cures[0]).toBe('Smaller first weights: Scaled normal, N(0, 1) / √n.')
  const { cause } = describeDiagnosed(
    { finding: { code: 'symmetric-start', initializer: 'zeros' }, cures: [] },
    [],
    nameOfValue,
  )
  expect(cause).toMatch(/^All weights start alike \(Zeros\)/)
  expect(describeCure({ code: 'activation', name: 'leaky-relu' }, nameOfValue)).toMatch(/^Leaky ReLU/)
  const outputs = { code: 'squared-outputs', output: 'sigmoid' } as const
  expect(describeFinding(outputs, [], nameOfValue)).toMatch(/^MSE over sigmoid outputs/)
  expect(describeFinding({ ...outputs, output: 'relu' }, [], nameOfValue)).toMatch(/^MSE over ReLU outputs/)
})

it('keeps quiet of one that goes on, that it does not know yet, or that reads nearly all', () => {
  expect(diagnoseEnd({ ...run, status: 'training' }, epochs)).toBeNull()
  expect(diagnoseEnd(run, epochs.slice(1))).toBeNull()
  const fine = epochs.map((epoch) => ({ ...epoch, trainAccuracy: 0.995, validationAccuracy: 0.99 }))
  expect(diagnoseEnd(run, fine)).toBeNull()
})

it('does not blame the first weights of a run that went on from another', () => {
  const parent = { runId: 'abcdefghij', name: 'before', epoch: 3 } as typeof run.parent
  expect(diagnoseEnd({ ...run, parent }, epochs)?.finding.code).not.toMatch(/wide-start|stuck-outputs/)
})

it('says of a training error that was counted while the weights moved why it is that one', () => {
  const errors = { trainingError: 0.02, unseenError: 0.05, images: 4000, lossRise: null }
  const finding = { code: 'overfitting', trainingWeights: 'moving', ...errors } as const
  expect(explainTrainingError({ finding, cures: [] })).toMatch(
    /while the weights still move.* Inspect measures/,
  )
  const finished = { ...finding, trainingWeights: 'finished' } as const
  expect(explainTrainingError({ finding: finished, cures: [] })).toBeNull()
  expect(explainTrainingError({ finding: { code: 'large-inputs' }, cures: [] })).toBeNull()
})
