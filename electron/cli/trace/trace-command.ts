import { type Command, Option } from 'commander'
import { parseFile, parseWhole } from '../common/arguments.ts'
import { addCommon, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { TraceOptions } from './trace.ts'

/** Adds the command that shows every number of a forward and backward pass. */
export function addTrace(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('trace')
      .summary('show every number of a forward and backward pass')
      .description(
        "Runs one image through a run's network and back, in 64-bit numbers: sums, outputs, loss and every derivative of it, layer by layer. With --scene, the examples of a small network from a file, one object each.",
      )
      .argument('[run]', RUN_ARGUMENT)
      .addOption(new Option('--image <n>', 'an image of the data set, counted from 0').argParser(parseWhole))
      .addOption(
        new Option('--part <name>', 'the part that the image is of')
          .choices(['train', 'validation', 'test'])
          .default('test'),
      )
      .addOption(
        new Option(
          '--strokes <file>',
          'a drawing as JSON: a list of strokes, each a list of points {"x", "y"}',
        )
          .argParser(parseFile)
          .conflicts('image'),
      )
      .addOption(
        new Option(
          '--label <n>',
          "the drawing's class, counted from 0 (default: what the network takes it for)",
        ).argParser(parseWhole),
      )
      .addOption(
        new Option('--scene <file>', 'a small network with its examples, as JSON, instead of a run')
          .argParser(parseFile)
          .conflicts(['image', 'strokes']),
      )
      .addOption(epochOption()),
  ).action(async (run: string | undefined, options: TraceOptions) => {
    const { trace } = await import('./trace.ts')
    finish(await trace(run, options, terminal))
  })
}
