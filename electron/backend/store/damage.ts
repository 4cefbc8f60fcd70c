import { type DamagedEntry, WorkbenchError } from '#contract/types.ts'
import { describeDamage, findEpochDamage, findRunDamage, findSweepDamage, nameOf } from './row-schemas.ts'
import type { MarkRow } from './run-rows.ts'
import type { EpochRow, RunRow, SweepRow } from './schema.ts'

/** A run whose row, or one of the given epochs, cannot be read; null for a sound one. */
export function damagedRun(row: RunRow, epochs: readonly (MarkRow | EpochRow)[]): DamagedEntry | null {
  const damage = findRunDamage(row)
  const problem =
    damage.length > 0
      ? describeDamage(damage)
      : (epochs.map(describeEpoch).find((text) => text !== null) ?? null)
  return problem === null ? null : { kind: 'run', id: row.id, name: nameOf(row), problem }
}

/** A sweep whose row cannot be read; null for a sound one. */
export function damagedSweep(row: SweepRow): DamagedEntry | null {
  const damage = findSweepDamage(row)
  if (damage.length === 0) return null
  return { kind: 'sweep', id: row.id, name: nameOf(row), problem: describeDamage(damage) }
}

/** The refusal of a call for something that is damaged. */
export function damageError({ kind, id, name, problem }: DamagedEntry): WorkbenchError {
  const what = kind === 'run' ? 'Run' : 'Sweep'
  return new WorkbenchError(
    'store',
    `${what} '${name}' (${id}) is damaged in the store: ${problem}; 'store repair' keeps what can be read of it`,
  )
}

function describeEpoch(row: MarkRow | EpochRow): string | null {
  const damage = findEpochDamage(row)
  return damage.length === 0 ? null : `epoch ${row.epoch}: ${describeDamage(damage)}`
}
