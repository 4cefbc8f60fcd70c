import { randomUUID } from 'node:crypto'
import { link, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type ExportedWeights, type RunImport, WorkbenchError } from '#contract/types.ts'
import { flush } from '../store/backup.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import type { Store } from '../store/store.ts'
import { mergeRuns } from './merge-runs.ts'
import { openRunFile } from './open-run-file.ts'
import { writeRunFile } from './write-run-file.ts'

export interface RunExchangeOptions {
  readonly store: Pick<Store, 'path' | 'transact'>
  readonly registry: Pick<RunRegistry, 'announce'>
}

export interface ExportRunsOptions {
  readonly weights?: ExportedWeights | undefined
  /** Whether a file of that name may go; else that is `EEXIST`. */
  readonly mayReplace?: boolean | undefined
  /** Hears how many runs are written. */
  readonly onRun?: ((done: number) => void) | undefined
}

/** Runs on their way from one store to another, as files. */
export class RunExchange {
  readonly #options: RunExchangeOptions

  constructor(options: RunExchangeOptions) {
    this.#options = options
  }

  /**
   * Writes runs as a file that another workbench can import; it appears whole.
   * @throws WorkbenchError `not-found`, `store`, or `invalid` for the store's own file; NodeJS.ErrnoException as writing a file does
   */
  async exportRuns(
    runIds: readonly string[],
    file: string,
    { weights = 'all', mayReplace = false, onRun }: ExportRunsOptions = {},
  ): Promise<void> {
    await refuseOwn(file, this.#options.store.path)
    const fresh = path.join(path.dirname(file), `.${randomUUID()}.part`)
    try {
      await writeRunFile(this.#options.store.path, runIds, fresh, { weights, onRun })
      flush(fresh)
      if (mayReplace) await rename(fresh, file)
      else await link(fresh, file)
    } finally {
      for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${fresh}${end}`, { force: true })
    }
  }

  /**
   * Adds the runs of a file, or of a whole store, each once; all of them or none.
   * @param fileName the file's name as a person knows it
   * @throws WorkbenchError `invalid` naming the file and what is wrong with it, or `store`
   */
  async importRuns(file: string, fileName = path.basename(file)): Promise<RunImport> {
    const folder = await mkdtemp(path.join(tmpdir(), 'backprop-import-'))
    try {
      const runs = await openRunFile(file, { folder, fileName })
      try {
        const merged = this.#options.store.transact((database) => mergeRuns(runs, database))
        this.#options.registry.announce(merged.runIds)
        return { fileName, ...merged }
      } finally {
        runs.close()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** A few runs in place of the store that they come from would be the loss of all others. */
async function refuseOwn(file: string, storePath: string): Promise<void> {
  const former = await stat(file).catch(() => undefined)
  if (former === undefined) return
  const store = await stat(storePath)
  if (former.dev !== store.dev || former.ino !== store.ino) return
  throw new WorkbenchError('invalid', `${file}: expected another file than the store that the runs come from`)
}
