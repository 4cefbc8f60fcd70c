import type { fileCalls } from '#contract/calls/files.ts'
import type { HandlersOf } from '#contract/define-calls.ts'
import {
  MOST_NETWORK_BYTES,
  MOST_SHOWN_STROKES_BYTES,
  MOST_STROKES_BYTES,
  MOST_TEXT_BYTES,
} from '#core/limits.ts'
import { type ImportedFile, WorkbenchError } from '#contract/types.ts'
import { describeFileError } from '../describe-file-error.ts'
import { stat } from 'node:fs/promises'
import { isFileError } from '#files/file-errors.ts'
import { openFile, readFile } from '#files/read-file.ts'
import { writeFile } from '#files/write-file.ts'
import type { OwnDigits } from '../digits/own-digits.ts'
import type { Documents } from './documents.ts'
import type { FileHandles } from './file-handles.ts'
import { openQuestions } from '#core/importing/settle-network.ts'
import { type Adoption, describeOpen, type FoundWeights, type WeightImports } from './weight-imports.ts'
import type { RunExchange, ImportRunsOptions } from './run-exchange.ts'

/** First bytes of every SQLite file, and so of every file of runs and every store. */
const STORE_HEAD = 'SQLite format 3\0'

/** A file, and what the window that chose it calls it. */
interface NamedFile {
  readonly path: string
  readonly name: string
}

export interface FileHandlersOptions {
  readonly handles: FileHandles
  readonly exchange: RunExchange
  readonly documents: Documents
  readonly weights: WeightImports
  readonly digits: Pick<OwnDigits, 'import' | 'export'>
}

/** Carries out the calls that read and write files which a person chose. */
export function fileHandlers({
  handles,
  exchange,
  documents,
  weights,
  digits,
}: FileHandlersOptions): HandlersOf<typeof fileCalls> {
  /** Errors of the system become sentences, with the name that the window knows; nothing but a WorkbenchError may leave. */
  async function withFile<T>(
    fileId: string,
    use: 'open' | 'save',
    work: (file: NamedFile) => Promise<T>,
  ): Promise<T> {
    const file = handles.find(fileId, use)
    try {
      return await work(file)
    } catch (error) {
      if (isFileError(error)) throw new WorkbenchError('invalid', describeFileError(error, file.name))
      throw error
    }
  }

  async function importFile(
    { path, name }: NamedFile,
    { answers, judgedOn }: Adoption,
    options: ImportRunsOptions,
  ): Promise<ImportedFile> {
    if (await isStore(path)) {
      return { kind: 'runs', ...(await exchange.importRuns(path, { ...options, fileName: name })) }
    }
    const found = await findWeights({ path, name })
    if (answers === undefined && openQuestions(found.network).length > 0) {
      return { kind: 'open', weights: describeOpen(found) }
    }
    return { kind: 'network', run: weights.adopt(found, { answers, judgedOn }) }
  }

  async function findWeights({ path, name }: NamedFile): Promise<FoundWeights> {
    return weights.find(name, await readWhole(path, name, MOST_NETWORK_BYTES))
  }

  function write(
    fileId: string,
    make: () => string | Uint8Array | Promise<string | Uint8Array>,
  ): Promise<void> {
    return withFile(fileId, 'save', async ({ path }) => writeFile(path, await make()))
  }

  return {
    exportRuns: ({ fileId, runIds, weights }, { signal, report }) =>
      withFile(fileId, 'save', async ({ path }) => {
        const options = { weights, mayReplace: true, signal, onProgress: report }
        return { sizeBytes: await exchange.exportRuns(runIds, path, options) }
      }),
    importFile: ({ fileId, ...adoption }, { signal, report }) =>
      withFile(fileId, 'open', (file) => importFile(file, adoption, { signal, onProgress: report })),
    judgeWeights: ({ fileId, ...which }, work) =>
      withFile(fileId, 'open', async (file) => weights.judge(await findWeights(file), which, work)),
    exportMeasures: ({ fileId, runIds }) =>
      write(fileId, async () => (await documents.writeMeasures(runIds)).text),
    exportWeights: ({ fileId, ...which }) =>
      withFile(fileId, 'save', async ({ path }) => {
        const { bytes, check } = await documents.writeWeights(which)
        await writeFile(path, bytes)
        return check
      }),
    exportReport: ({ fileId, runIds, colours }) =>
      write(fileId, async () => (await documents.writeReport(runIds, colours)).text),
    importDigits: ({ fileId }) =>
      withFile(fileId, 'open', async ({ path, name }) =>
        digits.import(new TextDecoder().decode(await readWhole(path, name, MOST_STROKES_BYTES)), name),
      ),
    exportDigits: ({ fileId, ids }) => write(fileId, () => digits.export(ids)),
    write: ({ fileId, content }) => write(fileId, () => content),
    readText: ({ fileId, isDrawings = false }) =>
      withFile(fileId, 'open', async ({ path, name }) => {
        const most = isDrawings ? MOST_SHOWN_STROKES_BYTES : MOST_TEXT_BYTES
        return new TextDecoder().decode(await readWhole(path, name, most))
      }),
    drop: ({ fileId }) => handles.drop(fileId),
  }
}

async function isStore(path: string): Promise<boolean> {
  const file = await openFile(path)
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
