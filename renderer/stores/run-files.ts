import { READABLE_FORMATS } from '#core/formats/registry.ts'
import { countRuns, describeImport } from '#shared/describe-import.ts'
import { RUN_FILE_PIECE_BYTES } from '#contract/limits.ts'
import type { ExportedWeights } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { formatBytes } from '../model/format.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useNoticesStore } from './notices.ts'
import { useRunsStore } from './runs.ts'

/** What a window can hold of a file at once, and hand to the place where it is saved. */
const LARGEST_FILE_BYTES = 512 * 2 ** 20

/** Of files of runs, of weights and of whole stores. */
const IMPORTED_EXTENSIONS = [
  'backprop',
  ...new Set(READABLE_FORMATS.map(({ extension }) => extension)),
  'sqlite',
]

/** First bytes of every SQLite file, and so of every file of runs and every store. */
const STORE_HEAD = 'SQLite format 3\0'

/** Work on a file of runs that takes its time. */
export interface RunFileWork {
  readonly kind: 'export' | 'import'
  /** 0 to 1; null while it cannot be told. */
  readonly share: number | null
}

/** Runs on their way out of the store and into it, as files. */
export const useRunFilesStore = defineStore('run-files', () => {
  const { api, files } = useWorkbenchClient()
  const notices = useNoticesStore()
  const runs = useRunsStore()
  /** Null while nothing is on its way. */
  const work = ref<RunFileWork | null>(null)

  async function during<T>(kind: RunFileWork['kind'], action: () => Promise<T>): Promise<T> {
    work.value = { kind, share: null }
    try {
      return await action()
    } finally {
      work.value = null
    }
  }

  /** Saves runs as one file that another workbench takes. @returns whether it was saved */
  async function exportRuns(runIds: readonly string[], weights: ExportedWeights): Promise<boolean> {
    const isSaved = await notices.attempt('The runs could not be exported', () =>
      during('export', async () => {
        const { fileId, fileName, sizeBytes } = await api.files.exportRuns({ runIds: [...runIds], weights })
        try {
          refuseLarge(sizeBytes)
          const content = await fetchFile(fileId, sizeBytes)
          const saved = await files.saveFile({ suggestedName: fileName, content })
          if (saved === null) return false
          const title = `Saved ${countRuns(runIds.length)} as ${fileName}`
          notices.say({ tone: 'success', title, description: formatBytes(sizeBytes) })
          return true
        } finally {
          await api.files.dropRunFile({ fileId })
        }
      }),
    )
    return isSaved === true
  }

  async function fetchFile(fileId: string, sizeBytes: number): Promise<Uint8Array> {
    const content = new Uint8Array(sizeBytes)
    for (let offset = 0; offset < sizeBytes;) {
      const piece = await api.files.readRunFile({ fileId, offset })
      if (piece.length === 0) throw new Error('The file of runs ended too early.')
      content.set(piece, offset)
      offset += piece.length
      work.value = { kind: 'export', share: offset / sizeBytes }
    }
    return content
  }

  /**
   * Takes what a file holds: runs, from a file of them or a whole store, or the weights of one network.
   * @returns the ids of its runs here; none where it could not be read, which was told
   */
  async function importBlob(fileName: string, content: Blob): Promise<readonly string[]> {
    const found = await notices.attempt(`${fileName} could not be imported`, async () => {
      if ((await content.slice(0, STORE_HEAD.length).text()) !== STORE_HEAD) return null
      return during('import', () => importRuns(fileName, content))
    })
    if (found !== null) return found ?? []
    const run = await runs.importNetwork(fileName, new Uint8Array(await content.arrayBuffer()))
    return run === undefined ? [] : [run.id]
  }

  async function importRuns(fileName: string, content: Blob): Promise<readonly string[]> {
    const { fileId } = await api.files.beginImport({ fileName })
    try {
      for (let offset = 0; offset < content.size; offset += RUN_FILE_PIECE_BYTES) {
        const piece = await content.slice(offset, offset + RUN_FILE_PIECE_BYTES).arrayBuffer()
        await api.files.sendImport({ fileId, piece: new Uint8Array(piece) })
        work.value = { kind: 'import', share: (offset + piece.byteLength) / content.size }
      }
      work.value = { kind: 'import', share: null }
      const result = await api.files.importRuns({ fileId })
      notices.say({ tone: 'success', title: describeImport(result), description: fileName })
      return result.runIds
    } catch (error) {
      await api.files.dropRunFile({ fileId }).catch(() => undefined)
      throw error
    }
  }

  /** Takes dropped files, one after the other. @returns the ids of all their runs here */
  async function importFiles(dropped: readonly File[]): Promise<readonly string[]> {
    const all: string[] = []
    for (const file of dropped) all.push(...(await importBlob(file.name, file)))
    return all
  }

  /** Asks for a file and takes it. @returns the ids of its runs here; none where the person cancelled */
  async function openFile(): Promise<readonly string[]> {
    const file = await notices.attempt('The file could not be opened', () =>
      files.openFile({ title: 'Import runs or a network', extensions: IMPORTED_EXTENSIONS }),
    )
    return file == null ? [] : importBlob(file.name, new Blob([file.bytes as Uint8Array<ArrayBuffer>]))
  }

  return { work, exportRuns, importFiles, openFile }
})

function refuseLarge(sizeBytes: number): void {
  if (sizeBytes <= LARGEST_FILE_BYTES) return
  throw new Error(
    `The file would take ${formatBytes(sizeBytes)}, and the window saves ${formatBytes(LARGEST_FILE_BYTES)} at most. Choose fewer runs or fewer weights; the command ‘runs export’ writes files of any size.`,
  )
}
