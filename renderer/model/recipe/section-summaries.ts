import type { RecipeDraft } from './recipe-draft.ts'
import {
  ENGINE_CHOICES,
  INITIALIZER_CHOICES,
  labelOf,
  LOSS_CHOICES,
  OPTIMIZER_CHOICES,
  SCHEDULE_CHOICES,
} from './recipe-choices.ts'
import type { FormSectionName } from './form-sections.ts'

const listOr = (parts: readonly (string | false)[], none: string): string =>
  parts.filter((part) => part !== false).join(', ') || none
const isOn = (value: number | string): boolean => Number(value) !== 0
const countEpochs = (count: number | string): string => `${count} ${Number(count) === 1 ? 'epoch' : 'epochs'}`

/** What each section of the form holds, in a few words, to be read while it is folded. */
export function summarizeSections(draft: RecipeDraft, dataSetTitle: string): Record<FormSectionName, string> {
  const { data, stopping, schedule, optimizer } = draft
  return {
    Essentials: [
      [draft.inputSize, ...draft.layers.map((layer) => layer.units)].join(' – '),
      `η ${optimizer.learningRate}`,
      `${countEpochs(draft.epochs)} by ${draft.batchSize}`,
    ].join(', '),
    Data: `${dataSetTitle}, ${data.trainSize} images`,
    Augmentation: summarizeAugmentation(data.augmentation),
    Noise: summarizeNoise(data.noise),
    Initialization: labelOf(INITIALIZER_CHOICES, draft.initializer.name),
    Loss: labelOf(LOSS_CHOICES, draft.loss),
    Optimizer: labelOf(OPTIMIZER_CHOICES, optimizer.name),
    Schedule: listOr(
      [
        labelOf(SCHEDULE_CHOICES, schedule.name),
        isOn(draft.warmupEpochs) && `warm-up of ${countEpochs(draft.warmupEpochs)}`,
      ],
      '',
    ),
    Regularization: listOr(
      [
        isOn(draft.l2.lambda) && `L2, λ ${draft.l2.lambda}`,
        isOn(draft.l1.lambda) && `L1, λ ${draft.l1.lambda}`,
      ],
      'off',
    ),
    'Order and seed': `seed ${draft.seed}, ${draft.shuffle ? 'shuffled' : 'not shuffled'}`,
    Stopping: listOr(
      [
        stopping.patience !== null && `${countEpochs(stopping.patience.epochs)} without progress`,
        stopping.convergence !== null && `ε ${stopping.convergence}`,
        stopping.targetAccuracy !== null && `accuracy ${stopping.targetAccuracy}`,
        stopping.timeLimitSeconds !== null && `${stopping.timeLimitSeconds} s`,
      ],
      'after the last epoch',
    ),
    Computation: labelOf(ENGINE_CHOICES, draft.engine),
  }
}

function summarizeNoise(noise: RecipeDraft['data']['noise']): string {
  if (noise == null) return 'off'
  return listOr(
    [isOn(noise.wrongLabels) && 'wrong labels', isOn(noise.pixels) && 'pixels'],
    'on, but nothing spoilt',
  )
}

function summarizeAugmentation(augmentation: RecipeDraft['data']['augmentation']): string {
  if (augmentation === null) return 'off'
  const { shift, rotation, scale, shear, elasticStrength, thickness } = augmentation
  return listOr(
    [
      isOn(shift) && 'shift',
      isOn(rotation) && 'rotation',
      isOn(scale) && 'scale',
      isOn(shear) && 'shear',
      isOn(elasticStrength) && 'elastic',
      isOn(thickness) && 'thickness',
    ],
    'on, but nothing varied',
  )
}
