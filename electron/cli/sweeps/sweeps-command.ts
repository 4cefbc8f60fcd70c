import type { Command } from 'commander'
import { addStore } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { SweepsOptions } from './sweeps.ts'

/** Adds the command that lists sweeps. */
export function addSweeps(program: Command, { finish, terminal }: CommandHost): void {
  addStore(
    program
      .command('sweeps')
      .summary('list the sweeps')
      .description('Lists the sweeps of the store, newest first.')
      .option('--json', 'print one JSON object a line'),
  ).action(async (options: SweepsOptions) => {
    const { sweeps } = await import('./sweeps.ts')
    finish(await sweeps(options, terminal))
  })
}
