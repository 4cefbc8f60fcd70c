import { formatFixed } from '#core/math/format-fixed.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import { powerOfTen } from '#core/math/power-of-ten.ts'
import type { MeasureName } from '#core/runs/measured-part.ts'

export {
  MEASURED_PARTS,
  type MeasuredPart,
  type MeasureName,
  measureOf,
  rankingAccuracy,
  rankingPart,
} from '#core/runs/measured-part.ts'

/** 0.9512 as `95.12 %`; null as a dash. */
export function formatAccuracy(value: number | null): string {
  return value === null ? '–' : formatPercent(value, 2, '\u00a0')
}

/** A difference of shares in percentage points, with its sign: `+0.37`, `−0.21`, `0.00`. */
export function formatPoints(share: number): string {
  const text = formatFixed(Math.abs(share * 100), 2)
  if (Number(text) === 0) return text
  return `${share < 0 ? '−' : '+'}${text}`
}

/** A loss to about four digits, as `0.0347` or `2.31·10⁻⁶`; null as a dash. */
export function formatLoss(value: number | null): string {
  if (value === null) return '–'
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e5 || size < 1e-4)) return powerOfTen(value, 3)
  if (size >= 100) return formatFixed(value, 1)
  if (size >= 10) return formatFixed(value, 2)
  return formatFixed(value, size >= 1 ? 3 : 4)
}

export function formatMeasure(measure: MeasureName, value: number | null): string {
  return measure === 'accuracy' ? formatAccuracy(value) : formatLoss(value)
}

/** How an epoch is called: epoch −1 is an imported network's weights as they came. */
export function epochTitle(epoch: number): string {
  return epoch < 0 ? 'As imported' : `Epoch ${epoch}`
}

/** A norm or a rate to three digits: `12.3`, `0.00123`, `4.6·10⁻⁷`. */
export function formatSmall(value: number): string {
  const size = Math.abs(value)
  if (size !== 0 && (size < 1e-4 || size >= 1e5)) return powerOfTen(value, 2)
  return String(Number(value.toPrecision(3)))
}
