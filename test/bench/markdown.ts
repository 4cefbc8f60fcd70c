import type { Ratio } from './statistics.ts'

/** A table with its first column to the left and all others, numbers, to the right; padded as prettier pads it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, k) => Math.max(3, title.length, ...rows.map((row) => row[k]!.length)))
  const pad = (cell: string, k: number): string =>
    k === 0 ? cell.padEnd(widths[k]!) : cell.padStart(widths[k]!)
  const line = (cells: readonly string[]): string => `| ${cells.map(pad).join(' | ')} |`
  const rule = widths.map((width, k) => (k === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** Three digits that count, and no fewer: `0.0712`, `1.85`, `131`. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return '–'
  return value >= 100 ? `${Math.round(value)}` : value.toPrecision(3)
}

export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(2)} %`
}

/** The ratio of the smallest, and in brackets of the medians. */
export function formatRatio({ ofMinima, ofMedians }: Ratio): string {
  return `${formatNumber(ofMinima)} (${formatNumber(ofMedians)})`
}
