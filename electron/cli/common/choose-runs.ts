import type { Workbench } from '#backend/workbench.ts'
import { FilterError } from '#shared/filter/filter-language.ts'
import { parseRunFilter } from '#shared/filter/run-filter.ts'
import type { RunSummary } from '#contract/types.ts'
import { UsageError } from './errors.ts'
import { findRun } from './find-run.ts'

/**
 * The runs that arguments or a filter name, each once; archived ones where they are named or asked for.
 * @throws UsageError where there is none
 */
export async function chooseRuns(
  workbench: Workbench,
  wanted: readonly string[],
  filter: string | undefined,
): Promise<RunSummary[]> {
  const named = await Promise.all(wanted.map((each) => findRun(workbench, each)))
  const fitting = filter === undefined ? [] : filterRuns(await workbench.api.runs.list(), filter)
  const chosen = new Map([...named, ...fitting].map((run) => [run.id, run]))
  if (chosen.size > 0) return [...chosen.values()]
  throw new UsageError(
    filter === undefined ? 'runs: expected one at least, or --filter, got none' : '--filter: no run fits',
  )
}

function filterRuns(runs: readonly RunSummary[], filter: string): RunSummary[] {
  try {
    const { accepts, namesArchived } = parseRunFilter(filter)
    return runs.filter((run) => accepts(run) && (!run.isArchived || namesArchived))
  } catch (error) {
    if (error instanceof FilterError) throw new UsageError(`--filter: ${error.message}`)
    throw error
  }
}
