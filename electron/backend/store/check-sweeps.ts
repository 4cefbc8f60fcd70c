import type Database from 'better-sqlite3'
import { damagedSweep } from './damage.ts'
import type { DamagedEntry } from '#contract/types.ts'
import type { SweepRow } from './schema.ts'

/** Looks for sweeps that can neither be shown nor resumed; stores of older layouts have none. */
export function findDamagedSweeps(database: Database.Database): DamagedEntry[] {
  if (!hasSweeps(database)) return []
  const rows = database.prepare('SELECT * FROM sweep ORDER BY created_at').all() as SweepRow[]
  return rows.flatMap((row) => damagedSweep(row) ?? [])
}

export function hasSweeps(database: Database.Database): boolean {
  return database.prepare("SELECT 1 FROM pragma_table_list WHERE name = 'sweep'").get() !== undefined
}
