import { statSync } from 'node:fs'
import path from 'node:path'
import { describeImport } from '#shared/describe-import.ts'
import { UsageError } from '../common/errors.ts'
import { followFileWork } from '../common/follow-file-work.ts'
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
    for (const file of files) {
      const place = path.resolve(file)
      if (place === own) throw new UsageError(`${file}: expected another store than the one to import into`)
      const done = await followFileWork(output, file, (work) =>
        workbench.exchange.importRuns(place, { ...work, fileName: file }),
      )
      if ('status' in done) return done.status
      const { result } = done
      output.result({ event: 'imported', ...result, file: place }, `${file}: ${describeImport(result)}`)
    }
    return 0
  })
}

/** Refuses a file that is not there; called for all of them first, so that a mistyped name changes nothing. */
function refuseUnreadable(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false })
  if (stats === undefined) throw new UsageError(`${file}: there is no such file`)
  if (!stats.isFile()) throw new UsageError(`${file}: expected a file, got something else`)
}
