import { type Command, Option } from 'commander'
import { parseFile } from '../common/arguments.ts'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { PredictOptions } from './predict.ts'

/** Adds the command that reads digits from pictures or strokes. */
export function addPredict(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('predict')
      .summary('read digits from pictures or strokes')
      .description(
        'Reads digits from pictures: photos, scans and drawings, as PNG, JPEG, WebP, GIF, AVIF, TIFF or SVG. A light digit on dark of 28 × 28 pixels is taken as it is; all else is scaled and centred as MNIST was. A picture that cannot be read gets a line of its own, and the exit status is 1. With --strokes, drawings as pen strokes, prepared as on the pad: each line with its answer, whether it is sure and a digit at all, and how many are right where labels are given.',
      )
      .argument('<run>', RUN_ARGUMENT)
      .argument('[files...]', 'pictures, one digit each')
      .addOption(
        new Option(
          '--strokes <file>',
          'drawings, one a line: {"width", "height", "label"?, "strokes": [[[x, y, t?, pressure?], …], …]}',
        ).argParser(parseFile),
      )
      .addOption(
        new Option(
          '--calibrated',
          'outputs as shares that are right as often as they say, by a temperature found on the validation images; no answer changes',
        ),
      )
      .addOption(epochOption()),
  ).action(async (run: string, files: string[], options: PredictOptions) => {
    const { predict } = await import('./predict.ts')
    finish(await predict(run, files, options, terminal))
  })
}
