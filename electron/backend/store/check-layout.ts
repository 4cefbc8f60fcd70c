import Database from 'better-sqlite3'
import { MIGRATIONS } from './migrations.ts'

interface TableColumn {
  readonly table: string
  readonly column: string
}

/** Whether all tables and columns of a store's layout are there: damage may have changed their names. */
export function checkLayout(database: Database.Database, version: number): string[] {
  const present = new Set(listColumns(database).map(({ table, column }) => `${table}.${column}`))
  return listLayout(version)
    .filter(({ table, column }) => !present.has(`${table}.${column}`))
    .map(
      ({ table, column }) =>
        `SQLite: expected a column '${column}' in the table '${table}', which is not there`,
    )
}

/** The columns that a store of this layout has. */
function listLayout(version: number): TableColumn[] {
  const empty = new Database(':memory:')
  try {
    for (const migration of MIGRATIONS) if (migration.version <= version) empty.exec(migration.sql)
    return listColumns(empty)
  } finally {
    empty.close()
  }
}

function listColumns(database: Database.Database): TableColumn[] {
  return database
    .prepare(
      `SELECT tables.name AS "table", columns.name AS "column"
       FROM pragma_table_list AS tables JOIN pragma_table_info(tables.name) AS columns
       WHERE tables.schema = 'main' AND tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'`,
    )
    .all() as TableColumn[]
}
