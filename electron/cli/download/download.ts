import { EXIT, JobError } from '../common/errors.ts'
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
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    workbench.subscribe({
      downloadProgressed: ({ state, file, receivedBytes, totalBytes, mirror, problem }) => {
        switch (state) {
          case 'running':
            output.progress(
              `${megabytes(receivedBytes)} of ${megabytes(totalBytes)} MB, ${file ?? ''} from ${mirror ?? ''}`,
            )
            break
          case 'done':
            resolve(EXIT.done)
            break
          case 'cancelled':
            resolve(EXIT.interrupted)
            break
          case 'failed':
            reject(new JobError(problem ?? 'the download failed'))
        }
      },
    })
    const cancel = (): void => void workbench.api.cancelDownload()
    // One Ctrl-C can come twice: from the terminal, and passed on by npm.
    terminal.on('SIGINT', cancel)
    terminal.on('SIGTERM', cancel)
    try {
      await workbench.api.downloadMnist()
      const status = await promise
      if (status === EXIT.done) {
        const { folder } = await workbench.describeDataSet('mnist')
        output.result({ event: 'downloaded', folder }, `MNIST is in ${folder ?? ''}`)
      }
      return status
    } finally {
      terminal.off('SIGINT', cancel)
      terminal.off('SIGTERM', cancel)
    }
  })
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1)
}
