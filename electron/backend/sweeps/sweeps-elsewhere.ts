import { type MissingRun, type MissingRuns, type SweepSummary, WorkbenchError } from '#contract/types.ts'
import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { commandOfRun } from '#shared/sweep-commands.ts'
import type { StartedRun } from '../store/sweep-store.ts'

/** Halving compares runs while they train. @throws WorkbenchError `invalid` */
export function refuseHalving(halving: object | null): void {
  if (halving === null) return
  const message = 'Halving: expected none where runs are trained elsewhere, which know nothing of each other'
  throw new WorkbenchError('invalid', message, [{ path: ['halving'], message }])
}

/**
 * The runs of a sweep that are not here yet or were cut off, with what trains each.
 * @param here those that came home
 * @param most that are listed; null for all
 * @throws WorkbenchError `conflict` for a sweep that is trained here
 */
export async function listMissing(
  { name, folder, settings }: Pick<SweepSummary, 'name' | 'folder' | 'settings'>,
  { plan, here, most }: { plan: SweepPlan; here: readonly StartedRun[]; most: number | null },
): Promise<MissingRuns> {
  if (folder === null) {
    throw new WorkbenchError(
      'conflict',
      `Sweep '${name}' is trained here; expected one that is trained elsewhere`,
    )
  }
  // Those that go on here are on their way.
  const cutOff = new Map(
    here.flatMap(({ index, runId, status }) => (status === 'interrupted' ? [[index, runId] as const] : [])),
  )
  const others = new Set(here.flatMap(({ index, status }) => (status === 'interrupted' ? [] : [index])))
  const missing = [...plan.runs.keys()].filter((index) => !others.has(index))
  const listed: MissingRun[] = []
  for (const index of missing.slice(0, most ?? missing.length)) {
    const runId = cutOff.get(index) ?? null
    const sweep = { name, folder, plan, keepEvery: settings.keepEvery }
    const { store, command } = await commandOfRun(sweep, index, runId)
    listed.push({ index, changes: plan.runs[index]!.changes, runId, store, command })
  }
  return { count: missing.length, runs: listed }
}
