import { describeChanges } from '#core/experiments/sweep/plan-sweep.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { SweepSummary } from '#contract/types.ts'
import { countRuns } from '#shared/describe-import.ts'
import { UsageError } from '../common/errors.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { findSweep } from '../sweep/find-sweep.ts'
import { printResults } from '../sweep/follow-sweep.ts'

export interface ShowSweepOptions extends StoreOptions {
  readonly json?: boolean
  /** Only what trains the missing runs. */
  readonly missing?: boolean
}

/** Prints what came of a sweep, and what trains the runs that are missing from one that is trained elsewhere. */
export async function showSweep(
  wanted: string,
  options: ShowSweepOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const sweep = await findSweep(workbench, wanted)
    const isElsewhere = sweep.folder !== null
    if (options.missing === true) {
      if (!isElsewhere) {
        throw new UsageError(`--missing: expected a sweep that is trained elsewhere, got '${sweep.name}'`)
      }
      return printMissing(workbench, output, sweep, (_head, command) => command)
    }
    const detail = await workbench.api.sweeps.get({ sweepId: sweep.id })
    const here = detail.runs.filter(({ runId }) => runId !== null).length
    const { name, id, status, runCount } = sweep
    output.result(
      { event: 'sweep', ...sweep },
      `${name} (${id}): ${status}, ${here} of ${countRuns(runCount)} here`,
    )
    await printResults(workbench, output, detail)
    if (!isElsewhere || here === runCount) return 0
    if (!output.isJson) output.lines(`\nMissing, with what trains each: ${runCount - here}`)
    return printMissing(workbench, output, sweep, (head, command) => `${head}\n    ${command}`)
  })
}

async function printMissing(
  workbench: Workbench,
  output: Output,
  { id: sweepId }: SweepSummary,
  write: (head: string, command: string) => string,
): Promise<number> {
  const { runs } = await workbench.api.sweeps.listMissing({ sweepId, most: null })
  for (const missing of runs) {
    const { index, changes, command } = missing
    const text = write(`  #${index + 1}: ${describeChanges(changes)}`, command)
    output.result({ event: 'missing', ...missing }, text)
  }
  return 0
}
