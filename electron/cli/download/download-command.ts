import type { Command } from 'commander'
import { addCommon } from '../common/options.ts'
import type { CommandHost } from '../common/terminal.ts'
import type { DownloadOptions } from './download.ts'

/** Adds the command that downloads MNIST. */
export function addDownload(program: Command, { finish, terminal }: CommandHost): void {
  addCommon(
    program
      .command('download')
      .summary('download MNIST')
      .description(
        'Downloads the four files of MNIST from its public mirrors (12 MB), checks them, and keeps them in the data folder.',
      ),
  ).action(async (options: DownloadOptions) => {
    const { download } = await import('./download.ts')
    finish(await download(options, terminal))
  })
}
