import { type Command, Option } from 'commander'
import { parseCount } from '../common/arguments.ts'
import { RUN_HELP } from '../common/find-run.ts'
import { addCommon, filterOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { EditRunsOptions } from './edit-runs.ts'

const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]
const parseColour = (text: string): number | 'none' => (text === 'none' ? text : parseCount(text))

/** Adds the command that changes what is kept with runs. @param runs the command of which it is a part */
export function addEditRuns(runs: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    runs
      .command('edit')
      .summary('change tags, notes, colour, star or archive')
      .description('Changes what is kept with runs: all of them or, where one is refused, none.')
      .argument('[runs...]', RUN_HELP)
      .addOption(filterOption()),
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
      const { editRuns } = await import('./edit-runs.ts')
      finish(await editRuns(wanted, options, terminal))
    })
}
