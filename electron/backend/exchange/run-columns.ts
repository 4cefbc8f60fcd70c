import type Database from 'better-sqlite3'

/** What a run consists of, in an order in which rows find the row that they belong to. */
export const RUN_TABLES = ['run', 'epoch', 'checkpoint'] as const
export type RunTableName = (typeof RUN_TABLES)[number]

/** Columns of a run that belong to the store that it lies in, not to the run. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(['owner_id', 'deleted_at', 'deleted_by', 'is_staged'])

/** The columns that go with a run to another store; what refers to rows other than a run's stays behind with them. */
export function listRunColumns(database: Database.Database, table: RunTableName): string[] {
  const foreign = database.pragma(`foreign_key_list("${table}")`) as { from: string; table: string }[]
  const stays = new Set(foreign.filter((each) => each.table !== 'run').map(({ from }) => from))
  const columns = database.pragma(`table_info("${table}")`) as { name: string }[]
  return columns.map(({ name }) => name).filter((name) => !stays.has(name) && !OWN_COLUMNS.has(name))
}

/** Names of columns for a query. */
export function quoteColumns(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

/** Prepares a statement that adds a row, its values in the order of the columns. */
export function prepareInsert(
  database: Database.Database,
  table: RunTableName,
  names: readonly string[],
): Database.Statement {
  const placeholders = names.map(() => '?').join(', ')
  return database.prepare(`INSERT INTO "${table}" (${quoteColumns(names)}) VALUES (${placeholders})`)
}
