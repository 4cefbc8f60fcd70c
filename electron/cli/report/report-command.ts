import { type Command, Option } from 'commander'
import { parseFile } from '../common/arguments.ts'
import { RUN_HELP } from '../common/find-run.ts'
import { addCommon, filterOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ReportOptions } from './report.ts'

/** Adds the command that writes a report. */
export function addReport(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('report')
      .summary('write a report of runs as a page')
      .description(
        'Writes a report of runs as one HTML page that opens anywhere and prints well: results with 95 % intervals, whether differences may be chance, curves, settings with the differences, notes, hashes, and how to train each again.',
      )
      .argument('[runs...]', RUN_HELP)
      .addOption(filterOption())
      .addOption(
        new Option(
          '--out <file>',
          "'-' for standard output (default: a new file named after the runs)",
        ).argParser(parseFile),
      ),
  ).action(async (wanted: string[], options: ReportOptions) => {
    const { report } = await import('./report.ts')
    finish(await report(wanted, options, terminal))
  })
}
