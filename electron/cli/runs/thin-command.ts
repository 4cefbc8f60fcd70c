import { type Command, Option } from 'commander'
import { RUN_HELP } from '../common/find-run.ts'
import { parseKeep } from '../common/keep-option.ts'
import { addCommon, filterOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ThinRunsOptions } from './thin-runs.ts'

/** Adds the command that removes weights of epochs. @param runs the command of which it is a part */
export function addThinRuns(runs: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    runs
      .command('thin')
      .summary('remove the weights of epochs that are not needed')
      .description(
        "Removes weights of epochs for good and gives their room on the disk back. The best and the newest epoch's stay, and those that another run was started from; measures and curves stay, too.",
      )
      .argument('[runs...]', RUN_HELP)
      .addOption(filterOption()),
  )
    .addOption(
      new Option('--keep <n>', "weights of every n-th epoch stay; 'last': the best and the newest alone")
        .argParser(parseKeep)
        .makeOptionMandatory(),
    )
    .option('--dry-run', 'only say what that would free')
    .action(async (wanted: string[], options: ThinRunsOptions) => {
      const { thinRuns } = await import('./thin-runs.ts')
      finish(await thinRuns(wanted, options, terminal))
    })
}
