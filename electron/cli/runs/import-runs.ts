import { statSync } from 'node:fs'
import path from 'node:path'
import type { Workbench } from '#backend/workbench.ts'
import { countRuns, describeImport } from '#shared/describe-import.ts'
import { UsageError } from '../common/errors.ts'
import { followFileWork } from '../common/follow-file-work.ts'
import { hintCommand } from '../common/hint-command.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface ImportRunsOptions extends StoreOptions {
  readonly json?: boolean
}

/** Adds the runs of files, and of whole stores, each once. */
export async function importRuns(
  files: readonly string[],
  options: ImportRunsOptions,
  terminal: Terminal,
): Promise<number> {
  const output = new Output(terminal, options.json === true)
  for (const file of files) refuseUnreadable(file)
  return withWorkbench(options, output, async (workbench) => {
    const own = (await workbench.api.app.getInfo()).storePath
    const sweepIds = new Set<string>()
    for (const file of files) {
      const place = path.resolve(file)
      if (place === own) throw new UsageError(`${file}: expected another store than the one to import into`)
      const done = await followFileWork(output, file, (work) =>
        workbench.exchange.importRuns(place, { ...work, fileName: file }),
      )
      if ('status' in done) return done.status
      const { result } = done
      output.result({ event: 'imported', ...result, file: place }, `${file}: ${describeImport(result)}`)
      for (const { sweepId } of result.home) sweepIds.add(sweepId)
    }
    for (const sweepId of sweepIds) await noteMissing(workbench, output, sweepId)
    return 0
  })
}

/** What is still missing from a sweep whose runs came home. */
async function noteMissing(workbench: Workbench, output: Output, sweepId: string): Promise<void> {
  const { name, runCount } = await workbench.api.sweeps.get({ sweepId })
  const { count } = await workbench.api.sweeps.listMissing({ sweepId, most: 1 })
  const here = `${name}: ${runCount - count} of ${countRuns(runCount)} have come home`
  const show = await hintCommand(workbench, 'sweeps', 'show', sweepId)
  output.note(count === 0 ? `${here}; what they say: ${show}` : `${here}; what is missing: ${show}`)
}

/** Refuses a file that is not there; called for all of them first, so that a mistyped name changes nothing. */
function refuseUnreadable(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined) throw new UsageError(`${file}: there is no such file`)
  if (!stats.isFile()) throw new UsageError(`${file}: expected a file, got something else`)
}
