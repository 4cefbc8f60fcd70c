import { escapeTerminalLine } from '#shared/escape-terminal.ts'
import { formatPercent } from '#core/math/format-percent.ts'

/** A share of 1 as percent, `95.42 %`; a dash for none. */
export function percent(share: number | null, digits = 2): string {
  return share === null ? '–' : formatPercent(share, digits)
}

/** Rows of cells as lines with aligned columns. @param rightFrom columns from this one on are aligned to the right */
export function alignColumns(cells: readonly (readonly string[])[], rightFrom = Infinity): string[] {
  // A name from a file may hold lines, which would look like rows of the table.
  const rows = cells.map((row) => row.map(escapeTerminalLine))
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, k) =>
    Math.max(...rows.map((row) => row.at(k)?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, k) => (k >= rightFrom ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!)))
      .join('  ')
      .trimEnd(),
  )
}

/** A relative error, `3.2e-15`. */
export function describeError(error: number): string {
  return Number.isFinite(error) ? (error === 0 ? '0' : error.toExponential(1)) : 'not a number'
}

/** Local time, as in `2026-03-01 14:05`. */
export function localTime(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}

/** A length of time that is only known roughly, as in `about 3 min`. @param ms in milliseconds */
export function about(ms: number): string {
  const seconds = ms / 1000
  if (seconds < 1) return 'less than a second'
  if (seconds < 90) return `about ${Math.round(seconds)} s`
  if (seconds < 90 * 60) return `about ${Math.round(seconds / 60)} min`
  if (seconds < 36 * 3600) return `about ${Number((seconds / 3600).toPrecision(2))} h`
  return `about ${Number((seconds / 86_400).toPrecision(2))} days`
}

/** A number with its noun, as in `1 run`, `3 runs`. */
export function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
