import { type Command, Option } from 'commander'
import { parseCount, parseCounts } from '../common/arguments.ts'
import {
  addOutput,
  addRecipeSource,
  addStore,
  addThreads,
  engineOption,
  seedsOption,
} from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { LearningCurveCommandOptions } from './learning-curve.ts'

/** Adds the command that measures a recipe on growing amounts of images. */
export function addLearningCurve(program: Command, { finish, terminal }: CommandHost): void {
  addThreads(
    addOutput(
      addStore(
        addRecipeSource(
          program
            .command('learning-curve')
            .summary('measure a recipe on growing amounts of images')
            .description(
              'Trains a recipe on growing amounts of training images and prints what each reaches. Every amount gets as many training steps as the recipe gives its own, and a penalty as strong on each weight.',
            ),
        ),
      )
        .addOption(
          new Option(
            '--sizes <list>',
            "numbers of training images (default: 100,200,500,1000,… up to the recipe's own)",
          ).argParser(parseCounts),
        )
        .addOption(seedsOption())
        .addOption(
          new Option('--epochs <n>', 'epochs of every amount, instead of equally many steps').argParser(
            parseCount,
          ),
        )
        .addOption(engineOption("the recipe's")),
    ),
  ).action(async (options: LearningCurveCommandOptions) => {
    const { learningCurveCommand } = await import('./learning-curve.ts')
    finish(await learningCurveCommand(options, terminal))
  })
}
