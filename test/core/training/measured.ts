import type { TrainedEpoch } from '#core/runs/epoch-metrics.ts'

/** An epoch's metrics, of which a test cares for a few. */
export function measured(epoch: number, changes: Partial<TrainedEpoch> = {}): TrainedEpoch {
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
