import { type Command, InvalidArgumentError, Option } from 'commander'
import { parseCount } from './arguments.ts'
import type { EditRunsOptions, KeepOption, ThinRunsOptions } from './commands/runs-care.ts'
import { addOutput, addStore } from './common-options.ts'
import { RUN_HELP } from './find-run.ts'

/** Reads of which epochs weights are kept: a number, or `last`. */
export function parseKeep(text: string): KeepOption {
  if (text === 'last') return text
  if (/^\d+$/.test(text)) return parseCount(text)
  throw new InvalidArgumentError(`expected a whole number from 1 on or 'last', got '${text}'`)
}

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]
const parseColour = (text: string): number | 'none' => (text === 'none' ? text : parseCount(text))

/** Adds the commands that look after runs. @param runs the command of which they are a part */
export function addRunsCareCommands(
  runs: Command,
  filterOption: () => Option,
  finish: (status: number) => void,
): void {
  const add = (name: string, summary: string, description: string): Command =>
    addOutput(
      addStore(
        runs
          .command(name)
          .summary(summary)
          .description(description)
          .argument('[runs...]', RUN_HELP)
          .addOption(filterOption()),
      ),
    )
  add(
    'edit',
    'change tags, notes, colour, star or archive',
    'Changes what is kept with runs: all of them or, where one is refused, none.',
  )
    .addOption(new Option('--tag <text>', 'add a tag; may be given several times').argParser(collect))
    .addOption(new Option('--untag <text>', 'take a tag away; likewise').argParser(collect))
    .option('--notes <text>', 'Markdown in place of the notes; empty for none')
    .addOption(
      new Option('--colour <n>', "in the window, from 1; 'none' for the automatic one").argParser(
        parseColour,
      ),
    )
    .option('--star', 'star them')
    .option('--no-star', 'unstar them')
    .option('--archive', 'put them into the archive')
    .option('--no-archive', 'take them out of the archive')
    .action(async (wanted: string[], options: EditRunsOptions) => {
      const { editRuns } = await import('./commands/runs-care.ts')
      finish(await editRuns(wanted, options))
    })
  add(
    'thin',
    'remove the weights of epochs that are not needed',
    "Removes weights of epochs for good and gives their room on the disk back. The best and the newest epoch's stay, and those that another run was started from; measures and curves stay, too.",
  )
    .addOption(
      new Option('--keep <n>', "weights of every n-th epoch stay; 'last': the best and the newest alone")
        .argParser(parseKeep)
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'only say what that would free')
    .action(async (wanted: string[], options: ThinRunsOptions) => {
      const { thinRuns } = await import('./commands/runs-care.ts')
      finish(await thinRuns(wanted, options))
    })
}
