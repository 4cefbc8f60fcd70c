import type { ChartFileAxis } from './line-chart.ts'

export interface AxisTick {
  readonly value: number
  readonly label: string
}

/** Where an axis is marked, and with what. @param count how many marks there is room for, about */
export function axisTicks(axis: ChartFileAxis, count: number): AxisTick[] {
  return axis.isLogarithmic && axis.min > 0 ? logarithmicTicks(axis, count) : linearTicks(axis, count)
}

/** 1, 2 or 5 times a power of ten, so that about so many steps cover the span. */
function niceStep(span: number, count: number): number {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999)!
}

function linearTicks(axis: ChartFileAxis, count: number): AxisTick[] {
  const span = axis.max - axis.min
  if (!(span > 0)) return [{ value: axis.min, label: label(axis, axis.min, Math.abs(axis.min)) }]
  const nice = niceStep(span, count)
  const step = axis.kind === 'epoch' ? Math.max(1, nice) : nice
  const first = Math.ceil(axis.min / step - 1e-9)
  const last = Math.floor(axis.max / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const value = (first + k) * step
    return { value, label: label(axis, value, step) }
  })
}

/** Over few decades 1, 2 and 5 of each, over many 1 alone, of every second or third decade where room is short. */
function logarithmicTicks(axis: ChartFileAxis, count: number): AxisTick[] {
  const decades = Math.log10(axis.max / axis.min)
  const leads = decades > 3 ? [1] : decades > 0.7 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]
  const stride = leads.length === 1 ? Math.max(1, Math.ceil(decades / count)) : 1
  const ticks: AxisTick[] = []
  for (let power = Math.floor(Math.log10(axis.min)); power <= Math.log10(axis.max); power++) {
    if (power % stride !== 0) continue
    for (const lead of leads) {
      const value = lead * 10 ** power
      if (value < axis.min * (1 - 1e-9) || value > axis.max * (1 + 1e-9)) continue
      ticks.push({ value, label: label(axis, value, 10 ** power * (lead % 1 === 0 ? 1 : 0.1)) })
    }
  }
  return ticks
}

/** A tick's label with just the digits that its neighbours need. */
function label({ kind }: ChartFileAxis, value: number, step: number): string {
  if (kind === 'epoch' && value < 0) return 'start'
  const shown = kind === 'share' ? value * 100 : value
  const room = kind === 'share' ? step * 100 : step
  const digits = room > 0 ? Math.max(0, Math.ceil(-Math.log10(room) - 1e-9)) : 0
  const text =
    shown !== 0 && (digits > 5 || Math.abs(shown) >= 1e6)
      ? shown.toExponential(1).replace('.0', '').replace('e+', 'e')
      : shown.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return kind === 'share' ? `${text}\u00a0%` : text
}
