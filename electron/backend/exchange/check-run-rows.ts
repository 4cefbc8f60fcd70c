import type Database from 'better-sqlite3'
import { WorkbenchError } from '#contract/types.ts'
import { describeDamage, findEpochDamage, findRunDamage, nameOf } from '../store/row-schemas.ts'
import type { EpochRow, RunRow } from '../store/schema.ts'
import type { WorkControl } from './work-control.ts'

/** Characters of texts, at most: a file from elsewhere fills no list with one name. */
const TEXT_LIMITS = { name: 1000, parent_name: 1000, sweep_name: 1000, reason: 10_000 } as const

function findLongText(run: RunRow): string | null {
  for (const [column, limit] of Object.entries(TEXT_LIMITS) as [keyof typeof TEXT_LIMITS, number][]) {
    const length = run[column]?.length ?? 0
    if (length > limit) {
      return `its ${column.replaceAll('_', ' ')}: expected at most ${limit} characters, got ${length}`
    }
  }
  return null
}

/**
 * Looks through the runs of a store from elsewhere for values that this program would never write.
 * @throws WorkbenchError `invalid` naming the file, the run and the column
 */
export function checkRunRows(
  database: Database.Database,
  fileName: string,
  { throwIfCancelled }: Pick<WorkControl, 'throwIfCancelled'>,
): void {
  const epochsOf = database.prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
  // Row by row: the file decides how many there are and how long their texts.
  for (const run of database.prepare('SELECT * FROM run').iterate() as IterableIterator<RunRow>) {
    throwIfCancelled()
    const fail = (problem: string): never => {
      throw new WorkbenchError(
        'invalid',
        `${fileName}: run '${nameOf(run)}' (${run.id.slice(0, 40)}): ${problem}`,
      )
    }
    const damage = findRunDamage(run)
    if (damage.length > 0) fail(describeDamage(damage))
    const long = findLongText(run)
    if (long !== null) fail(long)
    for (const row of epochsOf.iterate(run.id) as IterableIterator<EpochRow>) {
      const wrong = findEpochDamage(row)
      if (wrong.length > 0) fail(`epoch ${row.epoch}: ${describeDamage(wrong)}`)
    }
  }
}
