import type { Calibration } from '#core/evaluation/calibration.ts'
import { formatFixed } from '#core/math/format-fixed.ts'

/** A share as points of a hundred: `2.5 points`. */
const points = (share: number): string => `${formatFixed(100 * share, 1)}\u00a0points`

/** What a calibration changes, in a sentence. */
export function describeCalibration({ temperature, images, before, after }: Calibration): string {
  const counted = images.toLocaleString('en-US')
  return (
    `Temperature ${formatFixed(temperature, 2)}. On ${counted} validation images stated confidence and share right ` +
    `are ${points(before.error)} apart as they are and ${points(after.error)} after calibration on the average, and ` +
    `${points(before.largest)} and ${points(after.largest)} in the worst of ten parts.`
  )
}
