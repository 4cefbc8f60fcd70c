import type { HandedRun } from '#core/assignment/assignment.ts'

type HandedEpoch = HandedRun['epochs'][number]

/** What of an epoch is handed in, and compared where its run is trained anew. */
export function handedEpoch({
  epoch,
  trainLoss,
  trainAccuracy,
  validationLoss,
  validationAccuracy,
  testLoss,
  testCorrect,
}: HandedEpoch): HandedEpoch {
  return { epoch, trainLoss, trainAccuracy, validationLoss, validationAccuracy, testLoss, testCorrect }
}
