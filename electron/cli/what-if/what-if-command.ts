import { type Command, Option } from 'commander'
import { parseCount } from '../common/arguments.ts'
import { fieldNamesHelp } from '../common/field-names-help.ts'
import { addOutput, addRecipeSource, addStore, addThreads, engineOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { WhatIfCommandOptions } from './what-if.ts'

/** Adds the command that tries values of a field. */
export function addWhatIf(program: Command, { finish, terminal }: CommandHost): void {
  addThreads(
    addOutput(
      addStore(
        addRecipeSource(
          program
            .command('what-if')
            .summary('try values of a field in short trainings')
            .description(
              'Trains a recipe for a few epochs with each value of one of its number fields and prints what each reads right of up to 2,000 unseen images, and which is best. Nothing is stored.',
            ),
        ),
      )
        .option(
          '--vary <path[=values]>',
          "field and values, as in learningRate=0.1,1,10 or batchSize=log:1:100:5; without values those usual around the recipe's own",
          'optimizer.learningRate',
        )
        .addOption(new Option('--epochs <n>', 'epochs of each training (default: 3)').argParser(parseCount))
        .addOption(
          new Option(
            '--images <n>',
            "training images of each (default: 10000, or the recipe's own where these are fewer)",
          ).argParser(parseCount),
        )
        .addOption(engineOption("the recipe's"))
        .addHelpText('after', () =>
          fieldNamesHelp((field) => field.kind === 'number' || field.kind === 'whole'),
        ),
    ),
  ).action(async (options: WhatIfCommandOptions) => {
    const { whatIfCommand } = await import('./what-if.ts')
    finish(await whatIfCommand(options, terminal))
  })
}
