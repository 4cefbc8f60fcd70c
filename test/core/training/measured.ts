import type { MeasuredEpoch } from '#core/training/measured-epoch.ts'

/** An epoch's measures, of which a test cares for a few. */
export function measured(epoch: number, changes: Partial<MeasuredEpoch> = {}): MeasuredEpoch {
  return {
    epoch,
    trainLoss: 1,
    trainAccuracy: 0,
    validationLoss: null,
    validationAccuracy: null,
    testLoss: null,
    testCorrect: null,
    testTotal: null,
    learningRate: 1,
    layers: [],
    ...changes,
  }
}
