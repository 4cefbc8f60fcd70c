import { type Command, Option } from 'commander'
import { DIGIT_PARTS } from '#core/data/stroke-drawing.ts'
import { addCommon, addThreads, epochOption, RUN_ARGUMENT } from '../common/options.ts'
import { parseFile, parseNumber } from '../common/arguments.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { FineTuneOptions } from './fine-tune.ts'
import type { ChooseDigitsOptions, DigitsOptions, EditDigitsOptions, ExportDigitsOptions } from './digits.ts'

/** Adds the command that lists the digits of one's own, with those that keep them. */
export function addDigits(program: Command, { finish, terminal }: CommandHost): void {
  const load = () => import('./digits.ts')
  const choosing = (command: Command): Command =>
    command
      .addOption(new Option('--label <digit>', 'those of one digit').argParser(parseNumber))
      .addOption(new Option('--part <name>', 'those of one part').choices(DIGIT_PARTS))
      .option('--writer <name>', 'those that one person wrote')
  const digits = choosing(
    program
      .command('digits')
      .summary('list, import and export digits of your own')
      .description(
        "Lists the digits that were drawn and kept, which are the data set my-digits: half of each to train on, the others to test on. 'train --data mnist+my-digits:6000' learns from them, 'evaluate RUN --data mnist+my-digits' tells how well a run reads them.",
      ),
  )
    .option('--json', 'print one JSON object a line')
    .action(async (options: ChooseDigitsOptions) =>
      finish(await (await load()).listDigits(options, terminal)),
    )
  const add = (name: string, summary: string, description: string): Command =>
    digits
      .command(name)
      .summary(summary)
      .description(description)
      .option('--json', 'print one JSON object a line')

  choosing(add('list', 'list them', 'Lists the digits that were drawn and kept, with their ids.')).action(
    async (options: ChooseDigitsOptions) => finish(await (await load()).listDigits(options, terminal)),
  )
  add(
    'import',
    'add drawings of files',
    "Adds drawings of files, one a line as 'predict --strokes' reads them, each with its label. Each drawing is kept once; of each file all are added or none.",
  )
    .argument('<files...>', 'files with lines {"width", "height", "label", "strokes", "writer"?, "part"?}')
    .action(async (files: string[], options: DigitsOptions) =>
      finish(await (await load()).importDigits(files, options, terminal)),
    )
  choosing(
    add(
      'export',
      'write them as a file',
      "Writes the digits as drawings, one a line, which 'digits import', 'predict --strokes' and the window read.",
    ),
  )
    .addOption(
      new Option('--out <file>', "the file, as in mine.jsonl; '-' for standard output")
        .argParser(parseFile)
        .makeOptionMandatory(),
    )
    .action(async (options: ExportDigitsOptions) =>
      finish(await (await load()).exportDigits(options, terminal)),
    )
  add('edit', 'say something else of some', 'Changes what is said of digits.')
    .argument('<ids...>', "ids as 'digits' lists them")
    .addOption(new Option('--label <digit>', 'what digit they are').argParser(parseNumber))
    .addOption(new Option('--part <name>', 'what they are for').choices(DIGIT_PARTS))
    .option('--writer <name>', "who wrote them; '' for nobody")
    .action(async (ids: string[], options: EditDigitsOptions) =>
      finish(await (await load()).editDigits(ids, options, terminal)),
    )
  add('delete', 'delete some', 'Deletes digits. Only what was exported before comes back.')
    .argument('<ids...>', "ids as 'digits' lists them")
    .action(async (ids: string[], options: DigitsOptions) =>
      finish(await (await load()).deleteDigits(ids, options, terminal)),
    )
  addThreads(
    addCommon(
      digits
        .command('fine-tune')
        .summary('teach a run your hand')
        .description(
          "Trains a run on, as a new one, on the images that it learned from mixed with the digits of your own, so that it does not forget the former; tells before and after how many test images of each it reads right. 'train --continue RUN --data mnist+my-digits:6000' does the same with any other settings.",
        )
        .argument('<run>', RUN_ARGUMENT)
        .addOption(epochOption('whose weights it starts from: '))
        .addOption(
          new Option('--epochs <n>', 'passes through the mixed images (default: 6)').argParser(parseNumber),
        )
        .option('--name <text>', "the new run's name"),
    ),
  ).action(async (run: string, options: FineTuneOptions) => {
    const { fineTune } = await import('./fine-tune.ts')
    finish(await fineTune(run, options, terminal))
  })
}
