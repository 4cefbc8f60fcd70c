import { type Command, Option } from 'commander'
import { parseCount } from '../common/arguments.ts'
import { addOutput } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { GradientCheckCommandOptions } from './gradient-check.ts'

/** Adds the command that checks gradients. */
export function addGradientCheck(program: Command, { finish, terminal }: CommandHost): void {
  addOutput(
    program
      .command('gradient-check')
      .summary('compare the backward pass with central differences')
      .description(
        "Compares the gradient of a recipe's network, at its first weights and on ten of its images, with central differences of the loss, and prints the largest relative error of each layer. Exit status 1 where it is beyond 1e-6.",
      )
      .requiredOption('--recipe <file>', 'recipe as JSON, or a link to one')
      .addOption(
        new Option(
          '--directions <n>',
          'random directions in each layer, instead of every parameter by itself (default: 20 for more than 5000 parameters)',
        ).argParser(parseCount),
      )
      .addOption(
        new Option(
          '--defect <name>',
          'break the backward pass, to see the check catch it: without the slopes of hidden layers, or without the gradient of biases',
        ).choices(['no-slope', 'no-bias']),
      ),
  ).action(async (options: GradientCheckCommandOptions) => {
    const { gradientCheck } = await import('./gradient-check.ts')
    finish(await gradientCheck(options, terminal))
  })
}
