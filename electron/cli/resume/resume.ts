import { findRun } from '../common/find-run.ts'
import { followRun } from '../common/follow-run.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface ResumeOptions extends StoreOptions {
  readonly json?: boolean
  readonly threads?: number
}

/** Goes on with a run from its last finished epoch. */
export async function resume(wanted: string, options: ResumeOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const run = await findRun(workbench, wanted)
    return followRun(workbench, output, async () => {
      await workbench.api.runs.resume({ runId: run.id, threads: options.threads })
      output.result(
        { event: 'started', runId: run.id, name: run.name, recipe: run.recipe, epochsDone: run.epochsDone },
        undefined,
      )
      return run.id
    })
  })
}
