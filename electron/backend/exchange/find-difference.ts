import type Database from 'better-sqlite3'
import type { CheckpointRow, EpochRow } from '../store/schema.ts'

/**
 * The first epoch in which a run in one store is not what it is in the other, by its metrics or weights, of those that
 * both have; null where all they share is the same. How long an epoch took does not count.
 */
export function findDifference(
  one: Database.Database,
  other: Database.Database,
  runId: string,
): number | null {
  const differing = [findEpoch(one, other, runId), findWeights(one, other, runId)].filter(
    (epoch) => epoch !== null,
  )
  return differing.length === 0 ? null : Math.min(...differing)
}

/** Columns that say nothing of what was learned. */
const PASSING: ReadonlySet<string> = new Set(['run_id', 'duration_ms'])

function findEpoch(one: Database.Database, other: Database.Database, runId: string): number | null {
  const find = one.prepare('SELECT * FROM epoch WHERE run_id = ? AND epoch = ?')
  const theirs = other.prepare('SELECT * FROM epoch WHERE run_id = ? ORDER BY epoch')
  for (const row of theirs.iterate(runId) as IterableIterator<EpochRow>) {
    const own = find.get(runId, row.epoch) as EpochRow | undefined
    if (own === undefined) continue
    const isSame = Object.entries(row).every(
      ([name, value]) => PASSING.has(name) || Object.is(value, own[name as keyof EpochRow]),
    )
    if (!isSame) return row.epoch
  }
  return null
}

function findWeights(one: Database.Database, other: Database.Database, runId: string): number | null {
  const find = one.prepare('SELECT parameters FROM checkpoint WHERE run_id = ? AND epoch = ?').pluck()
  const theirs = other.prepare('SELECT epoch, parameters FROM checkpoint WHERE run_id = ? ORDER BY epoch')
  for (const row of theirs.iterate(runId) as IterableIterator<Pick<CheckpointRow, 'epoch' | 'parameters'>>) {
    const own = find.get(runId, row.epoch) as Buffer | undefined
    if (own !== undefined && !own.equals(row.parameters)) return row.epoch
  }
  return null
}
