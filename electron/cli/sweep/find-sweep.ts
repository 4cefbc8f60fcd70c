import type { Workbench } from '#backend/workbench.ts'
import type { SweepSummary } from '#contract/types.ts'
import { UsageError } from '../common/errors.ts'

/** Finds the sweep that an argument names. @throws UsageError where there is none or more than one */
export async function findSweep(workbench: Workbench, wanted: string): Promise<SweepSummary> {
  const sweeps = await workbench.api.sweeps.list()
  if (wanted === 'last' && sweeps.length > 0) return sweeps[0]!
  const exact = sweeps.filter((sweep) => sweep.id === wanted || sweep.name === wanted)
  const found =
    exact.length > 0 ? exact : sweeps.filter((sweep) => wanted !== '' && sweep.id.startsWith(wanted))
  if (found.length === 1) return found[0]!
  throw new UsageError(
    found.length === 0
      ? `sweep: expected a sweep's id or its beginning, its exact name, or 'last' for the newest, got '${wanted}', which none has`
      : `sweep: '${wanted}' stands for ${found.length} sweeps (${found.map(({ id }) => id).join(', ')}); give an id`,
  )
}
