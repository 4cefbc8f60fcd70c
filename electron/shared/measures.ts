import type { EpochSummary } from '#core/training/epoch-metrics.ts'

export type MeasureName = 'loss' | 'accuracy'
export type MeasuredPart = 'training' | 'validation' | 'test'

/** The parts in the order in which the window names them. */
export const MEASURED_PARTS: readonly MeasuredPart[] = ['training', 'validation', 'test']

/** One measure of one part at an epoch; null where the recipe leaves the part out or nothing was measured. */
export function measureOf(epoch: EpochSummary, measure: MeasureName, part: MeasuredPart): number | null {
  const value = readMeasure(epoch, measure, part)
  return value !== null && Number.isFinite(value) ? value : null
}

function readMeasure(epoch: EpochSummary, measure: MeasureName, part: MeasuredPart): number | null {
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

/** The part whose accuracy ranks epochs: validation where there is one, else test, else training. */
export function rankingPart(epoch: EpochSummary): MeasuredPart {
  if (epoch.validationAccuracy !== null) return 'validation'
  return epoch.testTotal ? 'test' : 'training'
}

/** The accuracy that ranks epochs and runs, 0 to 1; null where nothing was measured. */
export function rankingAccuracy(epoch: EpochSummary | null): number | null {
  return epoch === null ? null : measureOf(epoch, 'accuracy', rankingPart(epoch))
}

/** 0.9512 as `95.12 %`; null as a dash. */
export function formatAccuracy(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(2)}\u00a0%`
}

/** A loss to about four digits, as `0.0347` or `2.31e-6`; null as a dash. */
export function formatLoss(value: number | null): string {
  if (value === null) return '–'
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return value.toExponential(2).replace('e+', 'e')
  if (size >= 100) return value.toFixed(1)
  if (size >= 10) return value.toFixed(2)
  return value.toFixed(size >= 1 ? 3 : 4)
}

export function formatMeasure(measure: MeasureName, value: number | null): string {
  return measure === 'accuracy' ? formatAccuracy(value) : formatLoss(value)
}

/** How an epoch is called: epoch −1 is an imported network's weights as they came. */
export function epochTitle(epoch: number): string {
  return epoch < 0 ? 'As imported' : `Epoch ${epoch}`
}
