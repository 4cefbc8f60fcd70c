import { formatPercent } from '#core/math/format-percent.ts'
import type { EpochSummary } from '#core/runs/epoch-metrics.ts'
import { epochTitle } from '../measures.ts'

/**
 * The line of a finished epoch in a log, as the lecture's program has one, with the images that it measures:
 * `Epoch 0: validation 91.20 %, test 90.63 % (9063 / 10000)`. Epochs count from 0.
 */
export function epochLine(metrics: EpochSummary): string {
  const { epoch, trainAccuracy, validationAccuracy, testCorrect, testTotal } = metrics
  const parts: string[] = []
  if (validationAccuracy !== null) parts.push(`validation ${formatPercent(validationAccuracy)}`)
  if (testCorrect !== null && testTotal !== null && testTotal > 0) {
    parts.push(`test ${formatPercent(testCorrect / testTotal)} (${testCorrect} / ${testTotal})`)
  }
  if (parts.length === 0 && trainAccuracy !== null) parts.push(`training ${formatPercent(trainAccuracy)}`)
  return parts.length === 0 ? `${epochTitle(epoch)} complete` : `${epochTitle(epoch)}: ${parts.join(', ')}`
}
