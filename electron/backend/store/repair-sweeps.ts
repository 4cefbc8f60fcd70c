import type Database from 'better-sqlite3'
import { hasSweeps } from './check-sweeps.ts'
import { mendFolder, mendSweep } from './mend-rows.ts'
import {
  describeDamage,
  type DamagedColumn,
  findFolderDamage,
  findSweepDamage,
  nameOf,
} from './row-schemas.ts'
import type { DataFolderTable, SweepRow } from './schema.ts'
import type { SetAside } from './set-aside.ts'

/**
 * Sets aside what of sweeps and opened folders cannot be read; a sweep without its recipe or its settings goes whole.
 * @returns what was lost, one sentence each
 */
export function repairSweepsAndFolders(database: Database.Database, aside: SetAside): string[] {
  return [...repairSweeps(database, aside), ...repairFolders(database, aside)]
}

function repairSweeps(database: Database.Database, aside: SetAside): string[] {
  if (!hasSweeps(database)) return []
  // Who held sweeps is not salvaged.
  database.exec('UPDATE sweep SET owner_id = NULL')
  const losses: string[] = []
  for (const row of database.prepare('SELECT * FROM sweep').all() as SweepRow[]) {
    const damage = findSweepDamage(row)
    if (damage.length === 0) continue
    const values = mendSweep(row, damage)
    replace(database, aside, { table: 'sweep', keyName: 'id', row: { ...row }, damage, values })
    const rest = values === null ? '; its runs are kept' : ''
    losses.push(`Sweep '${nameOf(row)}' (${row.id}): ${describeDamage(damage)}${rest}`)
  }
  return losses
}

function repairFolders(database: Database.Database, aside: SetAside): string[] {
  const losses: string[] = []
  for (const row of database.prepare('SELECT * FROM data_folder').all() as DataFolderTable[]) {
    const damage = findFolderDamage(row)
    if (damage.length === 0) continue
    const values = mendFolder(damage)
    replace(database, aside, { table: 'data_folder', keyName: 'path', row: { ...row }, damage, values })
    losses.push(`The folder '${row.path}' of a data set: ${describeDamage(damage)}`)
  }
  return losses
}

/** Puts stand-ins in the place of damaged values, or takes the row out; what was there is set aside. */
function replace(
  database: Database.Database,
  aside: SetAside,
  given: {
    readonly table: string
    readonly keyName: string
    readonly row: Readonly<Record<string, unknown>>
    readonly damage: readonly DamagedColumn[]
    /** Null: the row goes. */
    readonly values: object | null
  },
): void {
  const { table, keyName, row, damage, values } = given
  const key = { [keyName]: row[keyName] }
  const reason = describeDamage(damage)
  if (values === null) {
    aside.add({ table, key, columns: row, reason })
    database.prepare(`DELETE FROM ${table} WHERE ${keyName} = ?`).run(row[keyName])
    return
  }
  const set = Object.keys(values)
  aside.add({ table, key, columns: Object.fromEntries(set.map((name) => [name, row[name]])), reason })
  database
    .prepare(`UPDATE ${table} SET ${set.map((name) => `${name} = ?`).join(', ')} WHERE ${keyName} = ?`)
    .run(...(Object.values(values) as unknown[]), row[keyName])
}
