import type { Command } from 'commander'
import { DEFAULT_ENGINE } from '#core/engine/names.ts'
import { addOutput, addThreads, engineOption, seedsOption } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { ReproduceOptions } from './reproduce.ts'

/** Adds the command that trains presets. */
export function addReproduce(program: Command, { finish, terminal }: CommandHost): void {
  addThreads(
    addOutput(
      program
        .command('reproduce')
        .summary('train presets beside their published numbers')
        .description(
          'Trains presets and prints published and measured accuracies side by side. Without a name it trains all of them, fastest first.',
        )
        .argument('[presets...]', "names as '--list' shows them, or files of their form")
        .addOption(seedsOption())
        .addOption(engineOption(DEFAULT_ENGINE))
        .option('--list', 'list the presets and train nothing'),
    ),
  ).action(async (presets: string[], options: ReproduceOptions) => {
    const { reproduce } = await import('./reproduce.ts')
    finish(await reproduce(presets, options, terminal))
  })
}
