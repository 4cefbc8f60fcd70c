/** One cell of a table; null is an empty cell. */
export type CsvCell = string | number | null

/** Rows as CSV, the first one the header (RFC 4180, 2005): commas, CR LF after every row, quotes where needed. */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

function writeCell(cell: CsvCell): string {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
