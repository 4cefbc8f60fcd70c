import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ExportedWeights, RunImport } from '#contract/types.ts'
import type { Store } from '../store/store.ts'
import { exportRunFile } from './export-run-file.ts'
import { type ExchangeThreads, type RunJobOptions } from './exchange-threads.ts'
import { ThreadControl } from './thread-control.ts'

/** Runs that are announced in one turn of the main thread. */
const ANNOUNCED_AT_ONCE = 25

export interface RunExchangeOptions {
  readonly store: Pick<Store, 'path' | 'ownerId' | 'log' | 'onlyConnection'>
  /** Notifies of runs that came. */
  readonly registry: { announce(runIds: readonly string[]): void }
  readonly threads: ExchangeThreads
}

export interface ExportRunsOptions extends RunJobOptions {
  readonly weights?: ExportedWeights | undefined
  /** Whether a file of that name may go; else that is `EEXIST`. */
  readonly mayReplace?: boolean | undefined
}

export interface ImportRunsOptions extends RunJobOptions {
  /** The file's name as a person knows it. */
  readonly fileName?: string | undefined
}

/** Runs on their way from one store to another, as files; the work is done in threads of its own, as far as a second connection can be opened. */
export class RunExchange {
  readonly #options: RunExchangeOptions
  /** Resolved when the imports that were asked for so far have ended: a store takes one at a time. */
  #imports: Promise<unknown> = Promise.resolve()

  constructor(options: RunExchangeOptions) {
    this.#options = options
  }

  /**
   * Writes runs as a file that another workbench can import; it appears whole.
   * @returns bytes of the file
   * @throws WorkbenchError `not-found`, `store`, or `invalid` for the store's own file; NodeJS.ErrnoException as writing a
   * file does; WorkbenchError `cancelled`
   */
  async exportRuns(
    runIds: readonly string[],
    file: string,
    { weights = 'all', mayReplace = false, ...options }: ExportRunsOptions = {},
  ): Promise<number> {
    const { store, threads } = this.#options
    const job = { type: 'export', storePath: store.path, runIds, file, weights, mayReplace } as const
    const { onlyConnection } = store
    if (onlyConnection === null) return threads.run(job, options)
    options.signal?.throwIfAborted()
    const control = new ThreadControl(new Int32Array(1), 'export', (progress) =>
      options.onProgress?.(progress),
    )
    return exportRunFile(job, control, onlyConnection)
  }

  /**
   * Adds the runs of a file, or of a whole store, each once; all of them or none.
   * @throws WorkbenchError `invalid` naming the file and what is wrong with it, or `store`; WorkbenchError `cancelled`
   */
  importRuns(
    file: string,
    { fileName = path.basename(file), ...options }: ImportRunsOptions = {},
  ): Promise<RunImport> {
    const { store, registry, threads } = this.#options
    const importing = this.#imports.then(async () => {
      const { path: storePath, ownerId } = store
      const merged = await store.log.leaveMergingToOthers(() =>
        threads.run({ type: 'import', storePath, ownerId, file, fileName }, options),
      )
      for (let k = 0; k < merged.runIds.length; k += ANNOUNCED_AT_ONCE) {
        registry.announce(merged.runIds.slice(k, k + ANNOUNCED_AT_ONCE))
        await setImmediate()
      }
      return { fileName, ...merged }
    })
    this.#imports = importing.catch(() => undefined)
    return importing
  }
}
