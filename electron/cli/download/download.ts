import { WorkbenchError } from '#contract/types.ts'
import { EXIT } from '../common/errors.ts'
import { Output } from '../common/output.ts'
import { type StoreOptions, withWorkbench } from '../common/session.ts'
import type { Terminal } from '../common/terminal.ts'

export interface DownloadOptions extends StoreOptions {
  readonly json?: boolean
}

/** Downloads MNIST into the data folder; what came before a cancel or a lost connection is kept for the next time. */
export async function download(options: DownloadOptions, terminal: Terminal): Promise<number> {
  const output = new Output(terminal, options.json === true)
  return withWorkbench(options, output, async (workbench) => {
    const cancelling = new AbortController()
    // One Ctrl-C can come twice: from the terminal, and passed on by npm.
    const cancel = (): void => cancelling.abort()
    terminal.on('SIGINT', cancel)
    terminal.on('SIGTERM', cancel)
    try {
      const { folder } = await workbench.api.data.download(
        { dataSet: 'mnist' },
        {
          signal: cancelling.signal,
          onProgress: ({ receivedBytes, totalBytes, file, mirror }) =>
            output.progress(
              `${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB, ${file} from ${mirror}`,
            ),
        },
      )
      output.result({ event: 'downloaded', folder }, `MNIST is in ${folder ?? ''}`)
      return EXIT.done
    } catch (error) {
      if (error instanceof WorkbenchError && error.code === 'cancelled') return EXIT.interrupted
      throw error
    } finally {
      terminal.off('SIGINT', cancel)
      terminal.off('SIGTERM', cancel)
    }
  })
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
