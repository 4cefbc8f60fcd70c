import type { DownloadProgress } from '#contract/types.ts'
import { downloadMnist } from '#data/download/download-mnist.ts'

export interface MnistDownloadOptions {
  readonly folder: string
  readonly mirrors: readonly string[] | undefined
  readonly onProgress: (progress: DownloadProgress) => void
  readonly onDone: () => Promise<void>
}

/** The one download of MNIST that may be under way. */
export class MnistDownload {
  readonly #options: MnistDownloadOptions
  #abort: AbortController | undefined
  #running: Promise<void> | undefined
  #last: DownloadProgress = idle()

  constructor(options: MnistDownloadOptions) {
    this.#options = options
  }

  /** Starts it; one that is under way goes on and is told anew. */
  start(): void {
    if (this.#running !== undefined) {
      this.#options.onProgress(this.#last)
      return
    }
    this.#last = idle()
    this.#abort = new AbortController()
    this.#running = this.#run(this.#abort.signal).finally(() => (this.#running = undefined))
  }

  /** Ends it; resolved when it has ended. */
  async cancel(): Promise<void> {
    this.#abort?.abort()
    await this.#running
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { folder, mirrors, onDone } = this.#options
    this.#notify({ state: 'running' })
    try {
      await downloadMnist({
        folder,
        ...(mirrors !== undefined && { mirrors }),
        signal,
        onProgress: (report) => this.#notify({ state: 'running', ...report }),
      })
      await onDone()
      this.#notify({ state: 'done', file: null })
    } catch (error) {
      if (signal.aborted) this.#notify({ state: 'cancelled' })
      else this.#notify({ state: 'failed', problem: error instanceof Error ? error.message : String(error) })
    }
  }

  #notify(change: Partial<DownloadProgress>): void {
    this.#last = { ...this.#last, problem: null, ...change }
    this.#options.onProgress(this.#last)
  }
}

function idle(): DownloadProgress {
  return { state: 'running', file: null, receivedBytes: 0, totalBytes: 0, mirror: null, problem: null }
}
