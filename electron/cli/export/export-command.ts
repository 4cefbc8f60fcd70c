import { type Command, Option } from 'commander'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ExportOptions } from './export.ts'

/** Adds the command that writes a run's weights. */
export function addExport(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('export')
      .summary("write a run's weights as a file")
      .description("Writes a run's weights as a file that the lecture's network2.py reads.")
      .argument('<run>', RUN_ARGUMENT)
      .addOption(epochOption())
      .addOption(new Option('--format <name>', 'of the file').choices(['network2']).default('network2'))
      .option('--out <file>', "'-' for standard output (default: a new file named after run and epoch)"),
  ).action(async (run: string, options: ExportOptions) => {
    const { exportWeights } = await import('./export.ts')
    finish(await exportWeights(run, options, terminal))
  })
}
