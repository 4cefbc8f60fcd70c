import type Database from 'better-sqlite3'

/** Row numbers that are tried one by one, at most: damage may have left any number as the highest. */
const MAX_TRIED_ROWS = 5_000_000

/**
 * Copies all rows of a table that can still be read: from the front up to the damage, from the back down to it, and
 * what lies between row by row or run by run.
 */
export function salvageRows(from: Database.Database, to: Database.Database, table: string): void {
  const columns = to.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table) as string[]
  const names = columns.map((name) => `"${name}"`).join(', ')
  const insert = to.prepare(
    `INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  const isKeyed = to
    .prepare("SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?")
    .pluck()
    .get(table)
  const order = isKeyed === 1 ? keyOf(to, table) : ['rowid']
  const copy = (where: string, direction: 'ASC' | 'DESC', ...values: unknown[]): boolean => {
    try {
      const by = order.map((name) => `${name} ${direction}`).join(', ')
      const rows = from
        .prepare(`SELECT ${names} FROM "${table}" ${where} ORDER BY ${by}`)
        .raw()
        .iterate(...values)
      for (const row of rows) insertRow(insert, row as unknown[])
      return true
    } catch {
      // The damage begins here; what lies behind it is reached another way.
      return false
    }
  }
  if (copy('', 'ASC')) return
  copy('', 'DESC')
  if (isKeyed === 1) {
    if (!columns.includes('run_id')) return
    const runs = to.prepare('SELECT id FROM run').pluck().all()
    for (const run of runs) if (!copy('WHERE run_id = ?', 'ASC', run)) copy('WHERE run_id = ?', 'DESC', run)
    return
  }
  for (let row = 1, last = lastRow(from, table); row <= last; row++) copy('WHERE rowid = ?', 'ASC', row)
}

/** A row that breaks the table's rules was hit by the damage. */
function insertRow(insert: Database.Statement, row: readonly unknown[]): void {
  try {
    insert.run(...row)
  } catch {
    // It counts as lost, as if it could not be read.
  }
}

function keyOf(database: Database.Database, table: string): string[] {
  return database
    .prepare('SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk')
    .pluck()
    .all(table) as string[]
}

function lastRow(from: Database.Database, table: string): number {
  try {
    const last = from.prepare(`SELECT max(rowid) FROM "${table}"`).pluck().get() as number | null
    return Math.min(last ?? 0, MAX_TRIED_ROWS)
  } catch {
    return 0
  }
}
