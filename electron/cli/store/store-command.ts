import type { Command } from 'commander'
import { addStore } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { StoreCommandOptions } from './store.ts'

/** Adds the command whose parts look after the store itself. */
export function addStoreCommand(program: Command, { finish, terminal }: CommandHost): void {
  const store = program
    .command('store')
    .summary('check, back up or repair the file of the runs')
    .description('Checks, backs up or repairs the file of the runs.')
  const add = (command: Command, work: (options: StoreCommandOptions) => Promise<number>): void => {
    addStore(command.option('--json', 'print one JSON object a line')).action(
      async (options: StoreCommandOptions) => finish(await work(options)),
    )
  }
  add(
    store
      .command('check')
      .summary('look through the whole store')
      .description(
        "Looks through the whole store: SQLite's own checks, the lengths of all weights, and the SHA-256 of each run's newest ones. Changes nothing; a training may go on meanwhile. Exit status 1 where something is wrong.",
      ),
    async (options) => (await import('./store.ts')).checkCommand(options, terminal),
  )
  addStore(
    store
      .command('backup')
      .summary('write a copy of the store')
      .description(
        "Writes a copy of the store as it is now, which '--store' opens; a training may go on meanwhile. Copying the file by hand is safe only while no program has it open.",
      )
      .argument('<file>', 'a new file')
      .option('--json', 'print one JSON object a line'),
  ).action(async (file: string, options: StoreCommandOptions) => {
    const { backupCommand } = await import('./store.ts')
    finish(backupCommand(file, options, terminal))
  })
  add(
    store
      .command('repair')
      .summary('save what can be read of a damaged store')
      .description(
        'Writes all that can be read of a damaged store into a new one in its place, and says what is lost. The damaged file stays beside it. No other program may have the store open.',
      ),
    async (options) => (await import('./store.ts')).repairCommand(options, terminal),
  )
}
