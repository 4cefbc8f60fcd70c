import type { Command } from 'commander'
import { addCommon, addStore } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ShowSweepOptions } from './show-sweep.ts'
import type { SweepsOptions } from './sweeps.ts'

/** Adds the command that lists sweeps, with the one that shows what came of one. */
export function addSweeps(program: Command, { finish, terminal }: CommandHost): void {
  const sweeps = program
    .command('sweeps')
    .summary('list the sweeps')
    .description('Lists the sweeps of the store, newest first.')
    .option('--json', 'print one JSON object a line')
  addStore(sweeps).action(async (options: SweepsOptions) => {
    const { sweeps } = await import('./sweeps.ts')
    finish(await sweeps(options, terminal))
  })
  addCommon(
    sweeps
      .command('show')
      .summary('what came of a sweep, and what is missing')
      .description(
        'Prints the runs of a sweep, the best first, with what they say; of a sweep that is trained elsewhere also the runs that have not come home whole, each with the command that trains it or goes on with it.',
      )
      .argument('<sweep>', "its id or the beginning of it, its name, or 'last'")
      .option('--missing', 'only the commands that train the missing runs or go on with them, one a line'),
  ).action(async (wanted: string, options: ShowSweepOptions) => {
    const { showSweep } = await import('./show-sweep.ts')
    finish(await showSweep(wanted, options, terminal))
  })
}
