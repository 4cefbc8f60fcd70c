import type { Command } from 'commander'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { PredictOptions } from './predict.ts'

/** Adds the command that reads digits from pictures. */
export function addPredict(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('predict')
      .summary('read digits from PNG files')
      .description(
        'Reads digits from PNG files. A light digit on dark of 28 × 28 pixels is taken as it is; all else is scaled and centred as MNIST was.',
      )
      .argument('<run>', RUN_ARGUMENT)
      .argument('<files...>', 'PNG files, one digit each')
      .addOption(epochOption()),
  ).action(async (run: string, files: string[], options: PredictOptions) => {
    const { predict } = await import('./predict.ts')
    finish(await predict(run, files, options, terminal))
  })
}
