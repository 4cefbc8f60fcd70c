/** A share of 1 as percent, `95.42 %`; a dash for none. */
export function percent(share: number | null, digits = 2): string {
  return share === null ? '–' : `${(100 * share).toFixed(digits)} %`
}

/** Rows of cells as lines with aligned columns. @param rightFrom columns from this one on are aligned to the right */
export function alignColumns(rows: readonly (readonly string[])[], rightFrom = Infinity): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, k) =>
    Math.max(...rows.map((row) => row.at(k)?.length ?? 0)),
  )
  return rows.map((row) =>
    row
      .map((cell, k) => (k >= rightFrom ? cell.padStart(widths[k]) : cell.padEnd(widths[k])))
      .join('  ')
      .trimEnd(),
  )
}

/** A relative error, `3.2e-15`. */
export function describeError(error: number): string {
  return Number.isFinite(error) ? (error === 0 ? '0' : error.toExponential(1)) : 'not a number'
}
