import { expect, test } from 'vitest'
import type { Cure, Finding } from '#core/evaluation/diagnosis/finding.ts'
import { nameOfValue } from '#shared/words/choice-names.ts'
import { describeCure, describeFinding } from '#shared/words/diagnosis-words.ts'
import {
  describeCureBriefly,
  describeFindingBriefly,
} from '../../../../renderer/model/train/brief-diagnosis.ts'

const errors = { trainingError: 0.0067, trainingWeights: 'moving', unseenError: 0.163 } as const

test.each<[Finding, string]>([
  [
    {
      ...{ code: 'wide-start', initializer: 'standard-normal', activation: 'sigmoid', spread: 9 },
      ...{ flat: { dead: 0, saturated: 2 }, units: 30, isHeld: true },
    },
    'The first weights are too wide.',
  ],
  [{ code: 'rate-too-low', learningRate: 0.001, fitting: 3 }, 'The learning rate of 0.001 is too low.'],
  [{ code: 'dead-units', layer: 0, dead: 12, units: 30 }, '12 of 30 neurons of hidden layer 1 are dead.'],
  [{ code: 'still-improving', epochs: 3, share: 0.3 }, 'The training was still improving when it ended.'],
  [
    { code: 'overfitting', images: 300, lossRise: 1.2, ...errors },
    'High variance: 0.67 % of its own images misread, 16.30 % of new ones.',
  ],
  [
    { code: 'few-steps', steps: 40, batchSize: 500 },
    'With mini-batches of 500 images there were only 40 steps.',
  ],
  [{ code: 'stuck-outputs', classes: null, spread: 9 }, 'Some outputs seem to be stuck at 0.'],
])('a finding in one sentence: %j', (finding, words) => {
  expect(describeFindingBriefly(finding, nameOfValue)).toBe(words)
  expect(describeFinding(finding, [], nameOfValue).length).toBeGreaterThanOrEqual(words.length)
})

test.each<[Cure, string]>([
  [
    { code: 'initializer', name: 'scaled-normal', learningRate: 0.5 },
    'Smaller first weights (Scaled normal), learning rate 0.5.',
  ],
  [{ code: 'loss', loss: 'binary-cross-entropy' }, 'Cross-entropy instead of MSE.'],
  [{ code: 'more-images', count: 23_000 }, 'More training images.'],
  [{ code: 'epochs', value: 9 }, 'More epochs: 9.'],
])('what helps, in few words: %j', (cure, words) => {
  expect(describeCureBriefly(cure, nameOfValue)).toBe(words)
  expect(describeCure(cure, nameOfValue).length).toBeGreaterThanOrEqual(words.length)
})
