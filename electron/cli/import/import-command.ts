import type { Command } from 'commander'
import { READABLE_FORMATS } from '#core/formats/registry.ts'
import { listFormats } from '../common/list-formats.ts'
import { addCommon } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ImportOptions } from './import.ts'

/** Adds the command that reads weights as runs. */
export function addImport(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('import')
      .summary('read weights from a file as a run')
      .description(
        'Reads files with weights as runs that can be evaluated, asked and trained on; their format is recognized. What a file does not say is asked for, with how many images the network reads right for each answer.',
      )
      .argument('<files...>', 'files in one of the formats below')
      .option(
        '--activation <names>',
        'of the hidden layers where the file names none: one, or one for each as in relu,tanh',
      )
      .option(
        '--output <name>',
        'of the output layer where the file names none: softmax, sigmoid, or logits for plain sums',
      )
      .option(
        '--pixels <scale>',
        'of the inputs where the file names none: 0..1, -1..1, 0..255, or mean and deviation as in 0.1307,0.3081',
      )
      .option('--turned', 'turns square matrices where nothing says which way they lie')
      .option(
        '--data <set>',
        'the data set whose test images show which answer is right (default: one whose images fit)',
      )
      .addHelpText('after', () => listFormats(READABLE_FORMATS, { hasOptions: false })),
  ).action(async (files: string[], options: ImportOptions) => {
    const { importWeights } = await import('./import.ts')
    finish(await importWeights(files, options, terminal))
  })
}
