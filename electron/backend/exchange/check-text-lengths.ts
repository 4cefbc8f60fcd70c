import type Database from 'better-sqlite3'
import { WorkbenchError } from '#contract/types.ts'
import { nameOf } from '../store/row-schemas.ts'
import type { RunRow } from '../store/schema.ts'

/** Characters of texts, at most: a file from elsewhere fills no list with one name. */
const TEXT_LIMITS = {
  name: 1000,
  parent_name: 1000,
  sweep_name: 1000,
  reason: 10_000,
  origin: 100_000,
} as const

type CheckedRow = Pick<RunRow, 'id' | keyof typeof TEXT_LIMITS>

/**
 * Looks through the runs of a file for texts that a store may have and a file from elsewhere must not; all else that is
 * asked of rows `checkStore` knows.
 * @throws WorkbenchError `invalid` naming the file, the run and the column
 */
export function checkTextLengths(database: Database.Database, fileName: string): void {
  const columns = Object.entries(TEXT_LIMITS) as [keyof typeof TEXT_LIMITS, number][]
  const rows = database.prepare(`SELECT id, ${Object.keys(TEXT_LIMITS).join(', ')} FROM run`)
  for (const run of rows.iterate() as IterableIterator<CheckedRow>) {
    for (const [column, limit] of columns) {
      const length = run[column]?.length ?? 0
      if (length <= limit) continue
      const words = `its ${column.replaceAll('_', ' ')}: expected at most ${limit} characters, got ${length}`
      throw new WorkbenchError(
        'invalid',
        `${fileName}: run '${nameOf(run)}' (${run.id.slice(0, 40)}): ${words}`,
      )
    }
  }
}
