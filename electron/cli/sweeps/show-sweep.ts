import { describeChanges } from '#core/experiments/sweep/plan-sweep.ts'
import type { Workbench } from '#backend/workbench.ts'
import type { MissingRun, SweepSummary } from '#contract/types.ts'
import { countRuns } from '#shared/describe-import.ts'
import { importCommand } from '#shared/sweep-commands.ts'
import { UsageError } from '../common/errors.ts'
import { storeWords } from '../common/hint-command.ts'
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
      return printMissing(workbench, output, sweep, ({ command }) => command)
    }
    const detail = await workbench.api.sweeps.get({ sweepId: sweep.id })
    const here = detail.runs.filter(({ runId }) => runId !== null).length
    const { name, id, status, runCount, counts } = sweep
    output.result(
      { event: 'sweep', ...sweep },
      `${name} (${id}): ${status}, ${here} of ${countRuns(runCount)} here`,
    )
    await printResults(workbench, output, detail)
    if (!isElsewhere || counts.waiting === 0) return 0
    if (!output.isJson) output.lines(`\nMissing, with what trains each: ${counts.waiting}`)
    return printMissing(workbench, output, sweep, describeMissing)
  })
}

async function printMissing(
  workbench: Workbench,
  output: Output,
  { id: sweepId, name, folder }: SweepSummary,
  write: (missing: MissingRun) => string,
): Promise<number> {
  const { runs } = await workbench.api.sweeps.listMissing({ sweepId, most: null })
  for (const missing of runs) output.result({ event: 'missing', ...missing }, write(missing))
  if (runs.length > 0) {
    const { storePath } = await workbench.api.app.getInfo()
    const bring = importCommand({ name, folder: folder ?? '' }, 'sqlite', storeWords(storePath))
    output.note(`When they have ended: ${bring}`)
  }
  return 0
}

function describeMissing({ index, changes, runId, command }: MissingRun): string {
  const cutOff = runId === null ? '' : `, cut off (${runId})`
  return `  #${index + 1}: ${describeChanges(changes)}${cutOff}\n    ${command}`
}
