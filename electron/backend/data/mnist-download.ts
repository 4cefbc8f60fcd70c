import { DataError } from '#core/data/data-set.ts'
import type { LongWork } from '#contract/define-calls.ts'
import { type DownloadProgress, WorkbenchError } from '#contract/types.ts'
import { downloadMnist } from '#data/download/download-mnist.ts'

export interface MnistDownloadOptions {
  readonly folder: string
  readonly mirrors: readonly string[] | undefined
  readonly onDone: () => Promise<void>
}

type Listener = (progress: DownloadProgress) => void

interface Download {
  readonly ended: Promise<void>
  /** Aborted when nobody waits for it any more. */
  readonly ending: AbortController
  readonly listeners: Set<Listener>
  last: DownloadProgress | null
}

/** The one download of MNIST that may be under way, shared by all who wait for it. */
export class MnistDownload {
  readonly #options: MnistDownloadOptions
  #current: Download | null = null
  /** Settles when the download that was begun last has ended; never rejects. */
  #lastEnd: Promise<void> = Promise.resolve()

  constructor(options: MnistDownloadOptions) {
    this.#options = options
  }

  /**
   * Downloads MNIST, or joins the download under way.
   * @throws WorkbenchError `data`, or the signal's reason
   */
  async run({ signal, report }: LongWork<DownloadProgress>): Promise<void> {
    const download = (this.#current ??= this.#begin())
    const left = Promise.withResolvers<never>()
    const leave = (): void => {
      download.listeners.delete(report)
      if (download.listeners.size > 0) {
        left.reject(signal.reason)
        return
      }
      // Whoever comes now begins a new one instead of seeing the end of this.
      if (this.#current === download) this.#current = null
      download.ending.abort(signal.reason)
    }
    download.listeners.add(report)
    if (download.last !== null) report(download.last)
    signal.addEventListener('abort', leave)
    try {
      await Promise.race([download.ended, left.promise])
    } finally {
      signal.removeEventListener('abort', leave)
      download.listeners.delete(report)
    }
  }

  /** Resolved when the last download has ended, however. */
  waitForEnd(): Promise<void> {
    return this.#lastEnd
  }

  #begin(): Download {
    const ending = new AbortController()
    const listeners = new Set<Listener>()
    const ended = this.#download(ending.signal, (progress) => {
      download.last = progress
      for (const listener of [...listeners]) listener(progress)
    }).finally(() => {
      if (this.#current === download) this.#current = null
    })
    const download: Download = { ended, ending, listeners, last: null }
    this.#lastEnd = ended.catch(() => undefined)
    return download
  }

  async #download(signal: AbortSignal, onProgress: Listener): Promise<void> {
    const { folder, mirrors, onDone } = this.#options
    // A cancelled one may still write to the same files.
    await this.#lastEnd
    try {
      await downloadMnist({ folder, ...(mirrors !== undefined && { mirrors }), signal, onProgress })
    } catch (error) {
      throw error instanceof DataError ? new WorkbenchError('data', error.message) : error
    }
    await onDone()
  }
}
