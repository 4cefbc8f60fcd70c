import { type MissingRun, type MissingRuns, type SweepDetail, WorkbenchError } from '#contract/types.ts'
import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { commandOfRun } from '#shared/sweep-commands.ts'

/** Halving compares runs while they train. @throws WorkbenchError `invalid` */
export function refuseHalving(halving: object | null): void {
  if (halving === null) return
  const message = 'Halving: expected none where runs are trained elsewhere, which know nothing of each other'
  throw new WorkbenchError('invalid', message, [{ path: ['halving'], message }])
}

/**
 * The runs of a sweep that are not here yet, with what trains each.
 * @param most that are listed; null for all
 * @throws WorkbenchError `conflict` for a sweep that is trained here
 */
export async function listMissing(
  { name, folder, settings, runs }: Pick<SweepDetail, 'name' | 'folder' | 'settings' | 'runs'>,
  plan: SweepPlan,
  most: number | null,
): Promise<MissingRuns> {
  if (folder === null) {
    throw new WorkbenchError(
      'conflict',
      `Sweep '${name}' is trained here; expected one that is trained elsewhere`,
    )
  }
  const missing = runs.filter(({ runId }) => runId === null)
  const listed: MissingRun[] = []
  for (const { index, changes } of missing.slice(0, most ?? missing.length)) {
    const { store, command } = await commandOfRun(
      { name, folder, plan, keepEvery: settings.keepEvery },
      index,
    )
    listed.push({ index, changes, store, command })
  }
  return { count: missing.length, runs: listed }
}
