import { defaultEpoch } from '#core/runs/default-epoch.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { RunSummary } from '#contract/types.ts'
import { labelRuns } from '#shared/words/run-labels.ts'
import { ownWord } from '#shared/words/value-names.ts'
import { UsageError } from './errors.ts'

/** What the help says of an argument that names a run. */
export const RUN_HELP = "a run's id or its beginning, its exact name, or 'last' for the newest"

/** Runs that a beginning or a name can stand for, listed at most. */
const SHOWN_MATCHES = 10

/** Finds the run that an argument names. @throws UsageError where there is none or more than one */
export async function findRun(workbench: Workbench, wanted: string): Promise<RunSummary> {
  const runs = await workbench.api.runs.list()
  if (runs.length === 0)
    throw new UsageError(`run: expected one in the store, got '${wanted}'; the store is empty`)
  if (wanted === 'last') return runs[0]!
  const exact = runs.filter((run) => run.id === wanted || run.name === wanted)
  const found = exact.length > 0 ? exact : runs.filter((run) => wanted !== '' && run.id.startsWith(wanted))
  if (found.length === 1) return found[0]!
  if (found.length === 0) {
    throw new UsageError(`run: expected ${RUN_HELP}, got '${wanted}', which no run has`)
  }
  const labels = labelRuns(found, ownWord)
  const shown = found.slice(0, SHOWN_MATCHES).map(({ id }, k) => `${id}: ${labels[k]}`)
  const more = found.length - shown.length
  const list = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')
  throw new UsageError(`run: '${wanted}' stands for ${found.length} runs (${list}); give an id`)
}

/** What `--epoch` can name beside a number. */
export type NamedEpoch = 'best' | 'last'

/**
 * Reads `--epoch`: a number, `best` or `last`; without it, the run's default epoch. Undefined where nothing was measured
 * yet. @throws UsageError where a named epoch is not there
 */
export function epochOf(run: RunSummary, epoch: number | NamedEpoch | undefined): number | undefined {
  if (epoch === undefined) return defaultEpoch(run)?.epoch
  if (typeof epoch === 'number') return epoch
  const found = epoch === 'best' ? run.best : run.last
  if (found === null) throw new UsageError(`--epoch ${epoch}: run '${run.name}' has no measured epoch`)
  return found.epoch
}
