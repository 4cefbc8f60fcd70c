import type { Command } from 'commander'
import { addCommon } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ImportOptions } from './import.ts'

/** Adds the command that reads weights as a run. */
export function addImport(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('import')
      .summary('read weights from a file as a run')
      .description('Reads a network2 JSON file as a run that can be evaluated, asked and trained on.')
      .argument('<file>', 'JSON as network2.py or export writes it'),
  ).action(async (file: string, options: ImportOptions) => {
    const { importWeights } = await import('./import.ts')
    finish(await importWeights(file, options, terminal))
  })
}
