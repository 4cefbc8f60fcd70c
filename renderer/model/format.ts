const count = new Intl.NumberFormat('en-US')

/** 23860 as `23,860`. */
export const formatCount = (value: number): string => count.format(value)

/** A number with its noun: `1 run`, `23,860 runs`. */
export const countOf = (value: number, noun: string): string =>
  `${formatCount(value)} ${noun}${value === 1 ? '' : 's'}`

/** Bytes as `24.3 MB` (10⁶ bytes). */
export function formatBytes(sizeBytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = sizeBytes
  let unit = 0
  // 999.5 and more would be rounded to 1000 of the smaller unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)}\u00a0${units[unit]}`
}

/** Examples a second, to three digits: `512,000 examples/s`. */
export function formatRate(examplesPerSecond: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, examplesPerSecond))) - 2)
  return `${formatCount(Math.round(examplesPerSecond / step) * step)}\u00a0examples/s`
}

/** Time that is left, without a precision it does not have: `under 1 s`, `42 s`, `3 min 05 s`, `2 h 10 min`. */
export function formatRemaining(remainingMs: number): string {
  const seconds = Math.ceil(remainingMs / 1000)
  if (seconds <= 1) return 'under 1\u00a0s'
  if (seconds < 60) return `${seconds}\u00a0s`
  const two = (value: number): string => String(value).padStart(2, '0')
  if (seconds < 3600) return `${Math.floor(seconds / 60)}\u00a0min ${two(seconds % 60)}\u00a0s`
  return `${Math.floor(seconds / 3600)}\u00a0h ${two(Math.floor((seconds % 3600) / 60))}\u00a0min`
}
