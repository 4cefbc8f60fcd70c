import { type Command, Option } from 'commander'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { EvaluateOptions } from './evaluate.ts'

/** Adds the command that measures a run. */
export function addEvaluate(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('evaluate')
      .summary('measure a run on test images')
      .description(
        "Measures a run's weights on test images, with 95 % intervals; with --against, also other runs', and says by McNemar's test whether each one's difference from it could be chance, adjusted by Holm's method where there are several.",
      )
      .argument('<run>', RUN_ARGUMENT)
      .option(
        '--data <set>',
        'pen-digits-2, mnist, my-digits, a folder with the four IDX files, or several, as in mnist+pen-digits-2 or mnist:20000+pen-digits-2:10000 (default: the one that the runs were trained on; needed where that is unknown, as of an imported network, or differs)',
      )
      .option('--by-digit', 'precision and recall of each class, and which are mixed up most')
      .option('--diagnose', 'what stands in the way of the run by its own evidence, and what helps')
      .addOption(
        new Option(
          '--against <runs>',
          'another run, measured on the same images and compared; several between commas, or the option several times',
        ).argParser((text: string, before: readonly string[] | undefined) => [...(before ?? []), text]),
      )
      .addOption(epochOption()),
  ).action(async (run: string, options: EvaluateOptions) => {
    const { evaluate } = await import('./evaluate.ts')
    finish(await evaluate(run, options, terminal))
  })
}
