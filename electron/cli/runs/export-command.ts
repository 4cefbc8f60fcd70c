import { type Command, Option } from 'commander'
import { EXPORTED_WEIGHTS } from '#contract/types/exchange.ts'
import { parseFile } from '../common/arguments.ts'
import { RUN_HELP } from '../common/find-run.ts'
import { addCommon, filterOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ExportRunsOptions } from './export-runs.ts'

/** Adds the command that writes runs for another store. @param runs the command of which it is a part */
export function addExportRuns(runs: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    runs
      .command('export')
      .summary('write runs as a file for another store')
      .description(
        'Writes runs with recipe, measures, weights, notes and tags as one file, which runs import and the window read.',
      )
      .argument('[runs...]', RUN_HELP)
      .addOption(filterOption())
      .addOption(
        new Option('--weights <which>', 'of all kept epochs, or of the best and the last')
          .choices(EXPORTED_WEIGHTS)
          .default('all'),
      )
      .addOption(
        new Option('--out <file>', 'the file, as in some.backprop')
          .argParser(parseFile)
          .makeOptionMandatory(),
      ),
  ).action(async (wanted: string[], options: ExportRunsOptions) => {
    const { exportRuns } = await import('./export-runs.ts')
    finish(await exportRuns(wanted, options, terminal))
  })
}
