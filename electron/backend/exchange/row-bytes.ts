import type Database from 'better-sqlite3'
import type { RunTableName } from './run-columns.ts'

/** Deleted runs are only hidden as long as the deletion can be undone, and those of an unfinished import likewise. */
export function shownIn(table: RunTableName): string {
  return table === 'run' ? 'deleted_at IS NULL' : 'run_id IN (SELECT id FROM run WHERE deleted_at IS NULL)'
}

/** Bytes of the weights of all runs that are shown; SQLite knows them without reading the weights. */
export function countBytes(database: Database.Database): number {
  const query = `SELECT total(length(parameters) + coalesce(length(optimizer_state), 0))
                 FROM checkpoint WHERE ${shownIn('checkpoint')}`
  return database.prepare(query).pluck().get() as number
}

/** Bytes of the weights in a row, 0 for a row of measures. */
export function weightBytes(row: readonly unknown[]): number {
  return row.reduce<number>((sum, value) => sum + (value instanceof Uint8Array ? value.length : 0), 0)
}
