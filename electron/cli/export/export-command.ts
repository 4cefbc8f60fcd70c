import { type Command, Option } from 'commander'
import { WRITABLE_FORMAT_NAMES, WRITABLE_FORMATS } from '#core/formats/registry.ts'
import { parseFormatOption } from '../common/arguments.ts'
import { UsageError } from '../common/errors.ts'
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
      .description(
        "Writes a run's weights as a file for this program and others, reads it again and says how far its answers are from the run's.",
      )
      .argument('[run]', RUN_ARGUMENT)
      .addOption(epochOption())
      .addOption(
        new Option(
          '--format <name>',
          'of the file (default: network2 where that can hold the network, else onnx)',
        ).choices(WRITABLE_FORMAT_NAMES),
      )
      .addOption(
        new Option(
          '--option <name=choice>',
          'where the format leaves a choice, see below; may be given several times',
        ).argParser(parseFormatOption),
      )
      .option('--list', 'lists the formats; with a run, which of them can hold it, and what each loses')
      .option('--out <file>', "'-' for standard output (default: a new file named after run and epoch)")
      .addHelpText('after', () => listFormats(WRITABLE_FORMATS, { hasOptions: true })),
  ).action(async (run: string | undefined, options: ExportOptions) => {
    if (options.list === true) {
      const { listExports } = await import('./list-exports.ts')
      finish(await listExports(run, options, terminal))
      return
    }
    if (run === undefined) throw new UsageError('run: expected one to export, or --list for the formats')
    const { exportWeights } = await import('./export.ts')
    finish(await exportWeights(run, options, terminal))
  })
}
