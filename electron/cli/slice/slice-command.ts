import { type Command, Option } from 'commander'
import { parseCount, parseNumber, parseWhole } from '../common/arguments.ts'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { SliceOptions } from './slice.ts'

/** Adds the command that measures the loss around a run's weights. */
export function addSlice(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('slice')
      .summary("measure the loss around a run's weights")
      .description(
        "Measures the loss on a grid around a run's weights, along two random directions of which each filter is as long as the weights' own (Li et al. 2018), on the first validation images. With --plane, on the plane in which the weights of the epochs differ most.",
      )
      .argument('<run>', RUN_ARGUMENT)
      .addOption(new Option('--grid <n>', 'points along each side, odd').argParser(parseCount).default(21))
      .addOption(
        new Option('--images <n>', 'images that each loss is the mean of, from the first')
          .argParser(parseCount)
          .default(2000),
      )
      .addOption(new Option('--seed <n>', 'of the directions').argParser(parseWhole).default(0))
      .addOption(
        new Option('--extent <x>', "how far to each side, in lengths of the weights' filters")
          .argParser(parseNumber)
          .default(1),
      )
      .addOption(new Option('--plane', "the plane of the epochs' weights by their principal components"))
      .option(
        '--data <set>',
        'test images of pen-digits-2, mnist, my-digits, a folder with the four IDX files, or several, as in mnist+pen-digits-2 or mnist:20000+pen-digits-2:10000 (default: of the data set that the run was trained on; needed where that is unknown)',
      )
      .addOption(epochOption()),
  ).action(async (run: string, options: SliceOptions) => {
    const { slice } = await import('./slice.ts')
    finish(await slice(run, options, terminal))
  })
}
