import { type Command, Option } from 'commander'
import { RUN_FILTER_DAYS, RUN_FILTER_FIELDS } from '#shared/filter/run-filter.ts'
import { parseFile } from '../common/arguments.ts'
import { addCommon, filterOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import { addEditRuns } from './edit-command.ts'
import { addExportRuns } from './export-command.ts'
import { addImportRuns } from './import-command.ts'
import type { RunsOptions } from './runs.ts'
import { addThinRuns } from './thin-command.ts'

/** Adds the command that lists runs, with those that carry, change and thin them. */
export function addRuns(program: Command, host: CommandHost): void {
  const { finish, terminal } = host
  const runs = addCommon(
    program
      .command('runs')
      .summary('list the runs, write their measures as CSV, carry them to other stores')
      .description(
        'Lists the runs of the store, newest first; archived ones where the filter asks for them. With --csv, writes all their measures as a file, a line an epoch.',
      )
      .addOption(filterOption())
      .option('--all', 'archived runs too')
      .addOption(
        new Option('--csv <file>', "their measures as CSV; '-' for standard output").argParser(parseFile),
      )
      .addHelpText('after', `\nFields of --filter: ${RUN_FILTER_FIELDS.join(', ')}; ${RUN_FILTER_DAYS}`),
  ).action(async (options: RunsOptions) => {
    const command = await import('./runs.ts')
    finish(await command.runs(options, terminal))
  })
  addExportRuns(runs, host)
  addImportRuns(runs, host)
  addEditRuns(runs, host)
  addThinRuns(runs, host)
}
