import { runCalls } from '#contract/calls/runs.ts'
import { parseInput } from '#contract/parse-input.ts'
import { chooseRuns } from '../common/choose-runs.ts'
import { countOf } from '../common/format.ts'
import { keepEveryOf, type KeepOption } from '../common/keep-option.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface ThinRunsOptions extends StoreOptions {
  readonly json?: boolean
  readonly filter?: string
  readonly keep: KeepOption
  readonly dryRun?: boolean
}

/** Removes weights of epochs, or says what that would free. */
export async function thinRuns(
  wanted: readonly string[],
  options: ThinRunsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  const { keep, dryRun = false } = options
  const keepEvery = keepEveryOf(keep)
  return withWorkbench(options, output, async (workbench) => {
    const chosen = await chooseRuns(workbench, wanted, options.filter)
    const runIds = chosen.map((run) => run.id)
    const input = parseInput(runCalls.thin, { runIds, keepEvery })
    const done = await (dryRun ? workbench.api.runs.planThinning(input) : workbench.api.runs.thin(input))
    const { removed, checkpoints, freedBytes } = done
    const sets = `${removed} of ${countOf(checkpoints, 'set')} of weights`
    const of = `of ${countOf(runIds.length, 'run')}`
    const size = `${(freedBytes / 1e6).toFixed(1)} MB`
    output.result(
      { event: dryRun ? 'planned' : 'thinned', runIds, keepEvery, ...done },
      dryRun ? `Would remove ${sets} ${of}, ${size}` : `Removed ${sets} ${of}, ${size}`,
    )
    return 0
  })
}
