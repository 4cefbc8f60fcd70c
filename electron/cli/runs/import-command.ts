import type { Command } from 'commander'
import { addCommon } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ImportRunsOptions } from './import-runs.ts'

/** Adds the command that takes runs of other stores. @param runs the command of which it is a part */
export function addImportRuns(runs: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    runs
      .command('import')
      .summary('add the runs of files and of other stores')
      .description(
        'Adds the runs of files that runs export wrote, and of whole stores, each run once; a run that was trained further elsewhere replaces its shorter self. All of a file or nothing.',
      )
      .argument('<files...>', 'files of runs (.backprop) or stores (.sqlite)'),
  ).action(async (files: string[], options: ImportRunsOptions) => {
    const { importRuns } = await import('./import-runs.ts')
    finish(await importRuns(files, options, terminal))
  })
}
