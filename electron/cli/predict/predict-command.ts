import type { Command } from 'commander'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { PredictOptions } from './predict.ts'

/** Adds the command that reads digits from pictures. */
export function addPredict(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('predict')
      .summary('read digits from pictures')
      .description(
        'Reads digits from pictures: photos, scans and drawings, as PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG. A light digit on dark of 28 × 28 pixels is taken as it is; all else is scaled and centred as MNIST was. A picture that cannot be read gets a line of its own, and the exit status is 1.',
      )
      .argument('<run>', RUN_ARGUMENT)
      .argument('<files...>', 'pictures, one digit each')
      .addOption(epochOption()),
  ).action(async (run: string, files: string[], options: PredictOptions) => {
    const { predict } = await import('./predict.ts')
    finish(await predict(run, files, options, terminal))
  })
}
