import { existsSync } from 'node:fs'
import path from 'node:path'
import { countRuns } from '#shared/describe-import.ts'
import type { ExportedWeights } from '#contract/types.ts'
import { chooseRuns } from '../common/choose-runs.ts'
import { UsageError } from '../common/errors.ts'
import { followFileWork } from '../common/follow-file-work.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'
import { describeWriteError } from '../common/write-output-file.ts'

export interface ExportRunsOptions extends StoreOptions {
  readonly json?: boolean
  readonly filter?: string
  readonly out: string
  readonly weights: ExportedWeights
}

/** Writes runs as a file that another store can take. */
export async function exportRuns(
  wanted: readonly string[],
  options: ExportRunsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const runs = await chooseRuns(workbench, wanted, options.filter)
    const runIds = runs.map((run) => run.id)
    const file = path.resolve(options.out)
    refuseFile(file)
    const done = await followFileWork(output, file, (work) =>
      workbench.exchange
        .exportRuns(runIds, file, { ...work, weights: options.weights, mayReplace: true })
        .catch((error: unknown) => {
          throw error instanceof Error && 'syscall' in error
            ? describeWriteError(error, file, '--out')
            : error
        }),
    )
    if ('status' in done) return done.status
    const bytes = done.result
    output.result(
      { event: 'exported', runIds, format: 'backprop', file, bytes },
      `Wrote ${file}: ${countRuns(runs.length)}, ${(bytes / 1e6).toFixed(1)} MB`,
    )
    return 0
  })
}

/** The folder of a new store would be made, which a mistyped name must not do. */
function refuseFile(file: string): void {
  const folder = path.dirname(file)
  if (!existsSync(folder)) throw new UsageError(`--out: the folder ${folder} is not there`)
}
