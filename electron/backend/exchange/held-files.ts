import { randomUUID } from 'node:crypto'
import { type FileHandle, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { RUN_FILE_PIECE_BYTES } from '#contract/limits.ts'
import type { fileCalls } from '#contract/calls/files.ts'
import type { HandlersOf, InputOf } from '#contract/define-calls.ts'
import { type HeldRunFile, type RunImport, type RunSummary, WorkbenchError } from '#contract/types.ts'
import { fileStemOf } from './network-files.ts'
import type { RunExchange } from './run-exchange.ts'

/** Files held at once; a window that left keeps no more than these. */
const MAX_HELD = 4

type HeldFileHandlers = Pick<
  HandlersOf<typeof fileCalls>,
  'exportRuns' | 'readRunFile' | 'beginImport' | 'sendImport' | 'importRuns' | 'dropRunFile'
>

interface HeldFile {
  readonly folder: string
  readonly fileName: string
  readonly handle: FileHandle
}

/** Files of runs that a window fetches or brings piece by piece, so that no message holds a whole one. */
export class HeldFiles {
  readonly #exchange: RunExchange
  readonly #summarize: (runId: string) => RunSummary
  /** Those used longest ago first. */
  readonly #held = new Map<string, HeldFile>()

  constructor(exchange: RunExchange, summarize: (runId: string) => RunSummary) {
    this.#exchange = exchange
    this.#summarize = summarize
  }

  /** Carries out the calls on such files. */
  get handlers(): HeldFileHandlers {
    return {
      exportRuns: (input) => this.#export(input),
      readRunFile: ({ fileId, offset }) => this.#read(fileId, offset),
      beginImport: async ({ fileName }) => ({ fileId: await this.#hold(fileName, () => Promise.resolve()) }),
      sendImport: async ({ fileId, piece }) => {
        await this.#find(fileId).handle.appendFile(piece)
      },
      importRuns: ({ fileId }) => this.#import(fileId),
      dropRunFile: ({ fileId }) => this.#drop(fileId),
    }
  }

  async close(): Promise<void> {
    for (const fileId of [...this.#held.keys()]) await this.#drop(fileId)
  }

  async #export({ runIds, weights }: InputOf<typeof fileCalls.exportRuns>): Promise<HeldRunFile> {
    const stem = runIds.length === 1 ? fileStemOf(this.#summarize(runIds[0])) : `${runIds.length}-runs`
    const fileName = `${stem}.backprop`
    const fileId = await this.#hold(fileName, async (file) => {
      await this.#exchange.exportRuns(runIds, file, { weights })
    })
    const { size } = await this.#find(fileId).handle.stat()
    return { fileId, fileName, sizeBytes: size }
  }

  async #read(fileId: string, offset: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(RUN_FILE_PIECE_BYTES)
    const { bytesRead } = await this.#find(fileId).handle.read(buffer, 0, buffer.length, offset)
    return buffer.subarray(0, bytesRead)
  }

  async #import(fileId: string): Promise<RunImport> {
    const { folder, fileName } = this.#find(fileId)
    try {
      return await this.#exchange.importRuns(placeOf(folder), { fileName })
    } finally {
      await this.#drop(fileId)
    }
  }

  /** @param fill writes the file; without doing so it is empty */
  async #hold(fileName: string, fill: (file: string) => Promise<void>): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'backprop-runs-'))
    try {
      await fill(placeOf(folder))
      const handle = await open(placeOf(folder), (await isThere(placeOf(folder))) ? 'r' : 'wx+')
      const fileId = randomUUID()
      this.#held.set(fileId, { folder, fileName, handle })
      const oldest = this.#held.keys().next().value!
      if (this.#held.size > MAX_HELD) await this.#drop(oldest)
      return fileId
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw describe(error, fileName)
    }
  }

  async #drop(fileId: string): Promise<void> {
    const held = this.#held.get(fileId)
    if (held === undefined) return
    this.#held.delete(fileId)
    await held.handle.close()
    await rm(held.folder, { recursive: true, force: true })
  }

  /** @throws WorkbenchError `not-found` */
  #find(fileId: string): HeldFile {
    const held = this.#held.get(fileId)
    if (held === undefined) {
      throw new WorkbenchError('not-found', 'The file of runs is no longer there; export or import it anew')
    }
    return held
  }
}

const placeOf = (folder: string): string => path.join(folder, 'runs.backprop')

async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  )
}

function describe(error: unknown, fileName: string): unknown {
  if (!(error instanceof Error && 'syscall' in error)) return error
  const { code } = error as NodeJS.ErrnoException
  const reason = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : (code ?? error.message)
  return new WorkbenchError(
    'store',
    `${fileName} cannot be written to the folder for passing files: ${reason}`,
  )
}
