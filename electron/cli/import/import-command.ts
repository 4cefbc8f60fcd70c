import type { Command } from 'commander'
import { READABLE_FORMATS } from '#core/formats/registry.ts'
import { listFormats } from '../common/list-formats.ts'
import { addCommon } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ImportOptions } from './import.ts'

/** Adds the command that reads weights as a run. */
export function addImport(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('import')
      .summary('read weights from a file as a run')
      .description(
        'Reads a file with weights as a run that can be evaluated, asked and trained on; its format is recognized.',
      )
      .argument('<file>', 'a file in one of the formats below')
      .addHelpText('after', listFormats(READABLE_FORMATS)),
  ).action(async (file: string, options: ImportOptions) => {
    const { importWeights } = await import('./import.ts')
    finish(await importWeights(file, options, terminal))
  })
}
