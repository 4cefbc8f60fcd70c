import { powerOfTen } from '#core/math/power-of-ten.ts'
import { epochTitle, formatAccuracy, formatLoss } from '../measures.ts'

/**
 * What the numbers of an axis are: `share` 0 to 1, shown in per cent; `count` whole numbers; `seconds`; `epoch` the
 * number of an epoch, at whose end it is measured: 0 for the first, −1 before it; `number` anything else.
 */
export type ChartUnit = 'number' | 'share' | 'count' | 'seconds' | 'epoch'

/** Units between whose whole numbers there is nothing to mark. */
export const WHOLE_UNITS: ReadonlySet<ChartUnit> = new Set(['count', 'epoch'])

const NO_BREAK = '\u00a0'
const count = new Intl.NumberFormat('en-US')
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 12 })

/** `2·10⁻⁷`, or `10⁻⁷`, with as many digits as distinguish it from its neighbours. @param step distance to them */
function formatPower(value: number, step: number): string {
  const digits = Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9)
  const text = powerOfTen(value, 1 + Math.min(Math.max(digits, 0), 12))
  return text
    .replace(/(\.\d*?)0*·/, '$1·')
    .replace('.·', '·')
    .replace(/^1·/, '')
}

/** Where ticks are so many steps from 0, a power would have more characters than the decimal: `4.99998·10⁻¹`. */
const WORTH_DECIMALS = 1000

/**
 * A number as a tick shows it; very large and very small ones as `2·10⁻⁷`.
 * @param step distance to the next tick, which decides the digits; null where each has those that it needs
 * @param largest size of all ticks, so that all are written the same way
 */
function formatTick(value: number, step: number | null, largest: number): string {
  const size = Math.abs(value)
  if (step === null) {
    if (size !== 0 && (size < 1e-4 || size >= 1e6)) return formatPower(value, size * 1e-12)
    return value.toLocaleString('en-US', { maximumSignificantDigits: 12 })
  }
  const digits = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9))
  if ((digits > 5 || largest >= 1e6) && largest < step * WORTH_DECIMALS) {
    return value === 0 ? '0' : formatPower(value, step)
  }
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/** A time with the unit in which it is short: `20 ms`, `1.5 s`, `2 min`, `1 h`. */
function formatTimeTick(seconds: number, step: number | null, largest: number): string {
  const [divisor, name] =
    largest >= 7200
      ? [3600, 'h']
      : largest >= 120
        ? [60, 'min']
        : (step === null && seconds > 0 ? seconds : largest) >= 1
          ? [1, 's']
          : [1e-3, 'ms']
  const rest = Number((seconds / divisor).toPrecision(12))
  const share = step === null ? null : step / divisor
  return `${formatTick(rest, share !== null && share % 1 !== 0 && divisor > 1 ? null : share, largest / divisor)}${NO_BREAK}${name}`
}

/**
 * The labels of ticks, each with just the digits that its neighbours need.
 * @param step their distance; null where they are not evenly spaced
 */
export function labelTicks(values: readonly number[], unit: ChartUnit, step: number | null): string[] {
  const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0)
  return values.map((value) => {
    switch (unit) {
      case 'share':
        return `${formatTick(Number((value * 100).toPrecision(12)), step === null ? null : step * 100, largest * 100)}${NO_BREAK}%`
      case 'seconds':
        return formatTimeTick(value, step, largest)
      case 'count':
        return largest >= 10_000 ? compact.format(value) : count.format(value)
      case 'epoch':
        return value < 0 ? 'start' : count.format(value)
      case 'number':
        return formatTick(value, step, largest)
    }
  })
}

/** `21.3 ms`, `4.213 s`, `42.1 s`, `3 min 12 s`. */
function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Number((seconds * 1000).toPrecision(3))}${NO_BREAK}ms`
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 3 : 1)}${NO_BREAK}s`
  const whole = Math.round(seconds)
  return `${count.format(Math.floor(whole / 60))}${NO_BREAK}min ${String(whole % 60).padStart(2, '0')}${NO_BREAK}s`
}

/** A measured value as exactly as it is worth reading; a dash for null. */
export function formatExactly(value: number | null, unit: ChartUnit): string {
  if (value === null || !Number.isFinite(value)) return '–'
  switch (unit) {
    case 'share':
      return formatAccuracy(value)
    case 'seconds':
      return formatSeconds(value)
    case 'count':
      return count.format(value)
    case 'epoch':
      return epochTitle(value)
    case 'number':
      return formatLoss(value)
  }
}

/** An epoch is measured at its end: what lies before it belongs to it. */
function epochPosition(value: number): string {
  const epoch = Math.ceil(value)
  const percent = Math.round(100 * (1 - epoch + value))
  return value < 0 && epoch < 0
    ? 'Before epoch 0'
    : percent === 100
      ? epochTitle(epoch)
      : `${percent}${NO_BREAK}% of epoch ${epoch}`
}

/** A position along a horizontal axis in words, as in `Epoch 3` or `6,000 examples`. @param label of the axis */
export function positionTitle(value: number, unit: ChartUnit, label: string): string {
  switch (unit) {
    case 'epoch':
      return epochPosition(value)
    case 'count':
      return `${count.format(Math.round(value))} ${label.toLowerCase()}`
    case 'seconds':
      return `${value.toFixed(value < 10 ? 2 : 1)}${NO_BREAK}s`
    case 'share':
    case 'number':
      return `${label} ${formatExactly(value, unit)}`
  }
}
