import { type Command, Option } from 'commander'
import { WRITABLE_FORMAT_NAMES, WRITABLE_FORMATS } from '#core/formats/registry.ts'
import { listFormats } from '../common/list-formats.ts'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ExportOptions } from './export.ts'

/** Adds the command that writes a run's weights. */
export function addExport(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('export')
      .summary("write a run's weights as a file")
      .description("Writes a run's weights as a file for this program and others.")
      .argument('<run>', RUN_ARGUMENT)
      .addOption(epochOption())
      .addOption(
        new Option('--format <name>', 'of the file')
          .choices(WRITABLE_FORMAT_NAMES)
          .default(WRITABLE_FORMAT_NAMES[0]),
      )
      .option('--out <file>', "'-' for standard output (default: a new file named after run and epoch)")
      .addHelpText('after', listFormats(WRITABLE_FORMATS)),
  ).action(async (run: string, options: ExportOptions) => {
    const { exportWeights } = await import('./export.ts')
    finish(await exportWeights(run, options, terminal))
  })
}
