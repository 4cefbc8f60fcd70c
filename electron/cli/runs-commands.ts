import { type Command, Option } from 'commander'
import { RUN_FILTER_FIELDS } from '#shared/filter/run-filter.ts'
import { EXPORTED_WEIGHTS } from '#contract/types/exchange.ts'
import { parseFile } from './arguments.ts'
import type { ReportOptions } from './commands/report.ts'
import type { RunsOptions } from './commands/runs.ts'
import type { ExportRunsOptions, ImportRunsOptions } from './commands/runs-exchange.ts'
import { addOutput, addStore } from './common-options.ts'
import { RUN_HELP } from './find-run.ts'
import { addRunsCareCommands } from './runs-care-commands.ts'

/** Which runs, for commands that work on several. */
export const filterOption = (): Option =>
  new Option(
    '--filter <text>',
    "only these: words of name, notes, tags, data and settings, and conditions, joined by and, or, not: 'accuracy > 97 and layers contains 100', 'tag:teaching', 'not star'",
  )

/** Adds the command that writes a report. */
export function addReport(program: Command, finish: (status: number) => void): void {
  addOutput(
    addStore(
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
    ),
  ).action(async (wanted: string[], options: ReportOptions) => {
    const { report } = await import('./commands/report.ts')
    finish(await report(wanted, options))
  })
}

/** Adds the commands that list runs and carry them from one store to another. */
export function addRunsCommands(program: Command, finish: (status: number) => void): void {
  const runs = addOutput(
    addStore(
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
        .addHelpText('after', `\nFields of --filter: ${RUN_FILTER_FIELDS.join(', ')}.`),
    ),
  ).action(async (options: RunsOptions) => {
    const command = await import('./commands/runs.ts')
    finish(await command.runs(options))
  })
  addOutput(
    addStore(
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
    ),
  ).action(async (wanted: string[], options: ExportRunsOptions) => {
    const { exportRuns } = await import('./commands/runs-exchange.ts')
    finish(await exportRuns(wanted, options))
  })
  addOutput(
    addStore(
      runs
        .command('import')
        .summary('add the runs of files and of other stores')
        .description(
          'Adds the runs of files that runs export wrote, and of whole stores, each run once; a run that was trained further elsewhere replaces its shorter self. All of a file or nothing.',
        )
        .argument('<files...>', 'files of runs (.backprop) or stores (.sqlite)'),
    ),
  ).action(async (files: string[], options: ImportRunsOptions) => {
    const { importRuns } = await import('./commands/runs-exchange.ts')
    finish(await importRuns(files, options))
  })
  addRunsCareCommands(runs, filterOption, finish)
}
