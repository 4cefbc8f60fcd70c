/** One cell of a table; null is an empty cell. */
export type CsvCell = string | number | null

/**
 * Rows as CSV, the first one the header (RFC 4180, 2005): commas, CR LF after every row, quotes where needed. A text that
 * a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
 */
export function writeCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

/** A text that begins so is a formula to a spreadsheet, the wide forms in some languages too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** A number that comes as text: it computes nothing. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function writeCell(cell: CsvCell): string {
  const text = typeof cell === 'string' ? disarm(cell) : String(cell ?? '')
  return /[",\r\n\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Keeps a spreadsheet from running a text, by the apostrophe with which persons do so too. */
function disarm(text: string): string {
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
}
