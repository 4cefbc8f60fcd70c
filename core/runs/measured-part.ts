import type { EpochSummary } from './epoch-metrics.ts'

export type MeasureName = 'loss' | 'accuracy'
export type MeasuredPart = 'training' | 'validation' | 'test'

/** The parts in the order in which they are named. */
export const MEASURED_PARTS: readonly MeasuredPart[] = ['training', 'validation', 'test']

/** What an epoch has of measures; whatever holds these fields will do. */
type Measured = Pick<
  EpochSummary,
  | 'trainLoss'
  | 'trainAccuracy'
  | 'validationLoss'
  | 'validationAccuracy'
  | 'testLoss'
  | 'testCorrect'
  | 'testTotal'
>

/** One measure of one part at an epoch, an accuracy from 0 to 1; null where it was not measured or is not finite. */
export function measureOf(epoch: Measured, measure: MeasureName, part: MeasuredPart): number | null {
  const value = readMeasure(epoch, measure, part)
  return value !== null && Number.isFinite(value) ? value : null
}

function readMeasure(epoch: Measured, measure: MeasureName, part: MeasuredPart): number | null {
  switch (part) {
    case 'training':
      return measure === 'loss' ? epoch.trainLoss : epoch.trainAccuracy
    case 'validation':
      return measure === 'loss' ? epoch.validationLoss : epoch.validationAccuracy
    case 'test':
      if (measure === 'loss') return epoch.testLoss
      return epoch.testCorrect === null || !epoch.testTotal ? null : epoch.testCorrect / epoch.testTotal
  }
}

/**
 * The part whose measures rank epochs and runs: validation where there is one, as that is what it is kept for, else
 * test, else training.
 */
export function rankingPart(epoch: Measured): MeasuredPart {
  if (epoch.validationAccuracy !== null) return 'validation'
  return epoch.testTotal ? 'test' : 'training'
}

/** The accuracy that ranks epochs and runs, 0 to 1; null where nothing was measured. */
export function rankingAccuracy(epoch: Measured | null): number | null {
  return epoch === null ? null : measureOf(epoch, 'accuracy', rankingPart(epoch))
}

/** The loss of the ranking part; null where nothing was measured or it is not finite. */
export function rankingLoss(epoch: Measured | null): number | null {
  return epoch === null ? null : measureOf(epoch, 'loss', rankingPart(epoch))
}

/** The accuracy on test images, 0 to 1; null where there are none. */
export function testAccuracy(epoch: Measured | null): number | null {
  return epoch === null ? null : measureOf(epoch, 'accuracy', 'test')
}
