import { open, readFile, stat } from 'node:fs/promises'
import type { fileCalls } from '#contract/calls/files.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import { LARGEST_NETWORK_BYTES, LARGEST_TEXT_BYTES } from '#contract/limits.ts'
import { type ImportedFile, WorkbenchError } from '#contract/types.ts'
import { describeFileError } from '../describe-file-error.ts'
import { writeWholeFile } from '../whole-file.ts'
import type { Documents } from './documents.ts'
import type { FileHandles } from './file-handles.ts'
import type { RunExchange, ImportRunsOptions } from './run-exchange.ts'

/** First bytes of every SQLite file, and so of every file of runs and every store. */
const STORE_HEAD = 'SQLite format 3\0'

export interface FileHandlersOptions {
  readonly handles: FileHandles
  readonly exchange: RunExchange
  readonly documents: Documents
}

/** Carries out the calls that read and write files which a person chose. */
export function fileHandlers({
  handles,
  exchange,
  documents,
}: FileHandlersOptions): HandlersOf<typeof fileCalls> {
  async function importFile(fileId: string, options: ImportRunsOptions): Promise<ImportedFile> {
    const { path, name } = handles.find(fileId, 'open')
    if (await isStore(path)) {
      return { kind: 'runs', ...(await exchange.importRuns(path, { ...options, fileName: name })) }
    }
    const bytes = await readWhole(path, name, LARGEST_NETWORK_BYTES)
    return { kind: 'network', run: await documents.importNetwork({ fileName: name, bytes }) }
  }

  return {
    exportRuns: ({ fileId, runIds, weights }, { signal, report }) =>
      inWords(async () => {
        const { path } = handles.find(fileId, 'save')
        const options = { weights, mayReplace: true, signal, onProgress: report }
        return { sizeBytes: await exchange.exportRuns(runIds, path, options) }
      }),
    importFile: ({ fileId }, { signal, report }) =>
      inWords(() => importFile(fileId, { signal, onProgress: report })),
    exportMeasures: ({ fileId, runIds }) =>
      write(handles, fileId, () => documents.writeMeasures(runIds).text),
    exportWeights: ({ fileId, ...which }) =>
      write(handles, fileId, async () => (await documents.writeWeights(which)).bytes),
    exportReport: ({ fileId, runIds, colours }) =>
      write(handles, fileId, async () => (await documents.writeReport(runIds, colours)).text),
    write: ({ fileId, content }) => write(handles, fileId, () => content),
    readText: ({ fileId }) =>
      inWords(async () => {
        const { path, name } = handles.find(fileId, 'open')
        return new TextDecoder().decode(await readWhole(path, name, LARGEST_TEXT_BYTES))
      }),
    drop: ({ fileId }) => handles.drop(fileId),
  }
}

function write(
  handles: FileHandles,
  fileId: string,
  make: () => string | Uint8Array | Promise<string | Uint8Array>,
): Promise<void> {
  return inWords(async () => {
    const { path } = handles.find(fileId, 'save')
    await writeWholeFile(path, await make())
  })
}

async function isStore(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const head = Buffer.alloc(STORE_HEAD.length)
    await file.read(head, 0, head.length, 0)
    return head.toString('latin1') === STORE_HEAD
  } finally {
    await file.close()
  }
}

/** @throws WorkbenchError `invalid` for a file that was chosen by mistake, as it is far too large */
async function readWhole(path: string, name: string, limit: number): Promise<Uint8Array> {
  const { size } = await stat(path)
  if (size > limit) {
    throw new WorkbenchError(
      'invalid',
      `${name}: expected at most ${Math.round(limit / 1e6)} MB, got ${Math.round(size / 1e6)} MB`,
    )
  }
  return new Uint8Array(await readFile(path))
}

/** Errors of the system as sentences; nothing else than a WorkbenchError may leave. */
async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) {
      throw new WorkbenchError('invalid', describeFileError(error))
    }
    throw error
  }
}
