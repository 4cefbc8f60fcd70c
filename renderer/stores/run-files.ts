import { READABLE_EXTENSIONS } from '#core/formats/registry.ts'
import { countRuns, describeImport } from '#shared/describe-import.ts'
import { fileNameOf } from '#shared/file-names.ts'
import {
  type ExportedWeights,
  type FileWorkProgress,
  type ImportedFile,
  type OpenedFile,
  type OpenWeights,
  type RunSummary,
  WorkbenchError,
} from '#contract/types.ts'
import { formatPercent } from '#core/math/format-percent.ts'
import type { JudgedOn } from '#core/importing/import-origin.ts'
import type { ImportAnswers } from '#core/importing/settle-network.ts'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { formatBytes } from '../model/format.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useNoticesStore } from './notices.ts'
import { useRunsStore } from './runs.ts'

/** Of files of runs, of weights and of whole stores. */
const IMPORTED_EXTENSIONS = ['backprop', ...READABLE_EXTENSIONS, 'sqlite']

/** Work on a file that takes its time. */
export interface RunFileWork {
  readonly kind: 'export' | 'import'
  readonly fileName: string
  /** Null until the first report. */
  readonly progress: FileWorkProgress | null
}

/** Weights that wait for a person to say what their file does not. */
export interface AskedWeights {
  readonly file: OpenedFile
  readonly weights: OpenWeights
  /** Goes on with the import; null: without it. */
  readonly answer: (told: ToldAnswers | null) => void
}

/** What a person says of weights, and which images helped to find it. */
export interface ToldAnswers {
  readonly answers: ImportAnswers
  readonly judgedOn?: JudgedOn | undefined
  /** The share of these images that the network reads right so; null where none were asked. */
  readonly reached: number | null
}

function describeReached({ reached, judgedOn }: ToldAnswers): string | undefined {
  if (reached === null || judgedOn === undefined) return undefined
  return `It reads ${formatPercent(reached)} of ${judgedOn.imageCount} test images of ${judgedOn.dataSet} right`
}

/** Exports and imports of files, with their progress. */
export const useRunFilesStore = defineStore('run-files', () => {
  const { api, files } = useWorkbenchClient()
  const notices = useNoticesStore()
  const runs = useRunsStore()
  /** Null while nothing is exported or imported. */
  const work = ref<RunFileWork | null>(null)
  const ending = shallowRef<AbortController | null>(null)
  /** Null while no import waits for answers. */
  const asked = shallowRef<AskedWeights | null>(null)

  /** Asks a person for what a file leaves open. @returns null where the person cancelled */
  async function ask(file: OpenedFile, weights: OpenWeights): Promise<ToldAnswers | null> {
    try {
      return await new Promise((answer) => (asked.value = { file, weights, answer }))
    } finally {
      asked.value = null
    }
  }

  /** Does work that can be cancelled. @returns null where it was */
  async function during<T>(
    kind: RunFileWork['kind'],
    fileName: string,
    action: (options: {
      readonly signal: AbortSignal
      readonly onProgress: (progress: FileWorkProgress) => void
    }) => Promise<T>,
  ): Promise<T | null> {
    const { signal } = (ending.value = new AbortController())
    work.value = { kind, fileName, progress: null }
    try {
      return await action({
        signal,
        onProgress: (progress) => (work.value = { kind, fileName, progress }),
      })
    } catch (error) {
      if (!(error instanceof WorkbenchError) || error.code !== 'cancelled') throw error
      const what = kind === 'import' ? 'Cancelled the import; nothing was added' : 'Cancelled the export'
      notices.say({ tone: 'neutral', title: what, description: fileName })
      return null
    } finally {
      work.value = null
      ending.value = null
    }
  }

  /** Cancels the work; what it has done so far is undone. */
  function cancel(): void {
    ending.value?.abort()
  }

  /**
   * Saves runs as one file that another workbench takes.
   * @returns whether it was saved; false where the person cancelled
   * @throws WorkbenchError where it could not be written
   */
  async function exportRuns(exported: readonly RunSummary[], weights: ExportedWeights): Promise<boolean> {
    const name = fileNameOf.runs(exported)
    const runIds = exported.map((run) => run.id)
    const saved = await during('export', name, (options) =>
      files.saveFile(name, (fileId) => api.files.exportRuns({ fileId, runIds, weights }, options)),
    )
    if (saved === null) return false
    const title = `Saved ${countRuns(runIds.length)} as ${saved.name}`
    notices.saySaved(saved, { title, description: formatBytes(saved.result.sizeBytes) })
    return true
  }

  /**
   * Takes what a file holds: runs, from a file of them or a whole store, or one network's weights.
   * @returns the ids of its runs here; none where it could not be read, which a notice reports
   */
  async function take(file: OpenedFile): Promise<readonly string[]> {
    const { fileId, name } = file
    const found = await notices.attempt(`${name} could not be imported`, async () => {
      const importWith = (told?: Omit<ToldAnswers, 'reached'>): Promise<ImportedFile | null> =>
        during('import', name, (options) => api.files.importFile({ fileId, ...told }, options))
      let description: string | undefined
      let done = await importWith()
      if (done?.kind === 'open') {
        const told = await ask(file, done.weights)
        if (told === null) return []
        const { answers, judgedOn } = told
        description = describeReached(told)
        done = await importWith({ answers, judgedOn })
      }
      if (done === null || done.kind === 'open') return []
      if (done.kind === 'runs') {
        notices.say({ tone: 'success', title: describeImport(done), description: name })
        return done.runIds
      }
      runs.put(done.run)
      notices.say({
        tone: 'success',
        title: `Imported ${done.run.name}`,
        ...(description !== undefined && { description }),
      })
      return [done.run.id]
    })
    return found ?? []
  }

  /** Takes dropped files, one after the other. @returns the ids of all their runs here */
  async function importFiles(dropped: readonly File[]): Promise<readonly string[]> {
    const all: string[] = []
    for (const file of dropped) {
      const found = await notices.attempt(`${file.name} could not be imported`, () =>
        files.openDropped(file, take),
      )
      all.push(...(found ?? []))
    }
    return all
  }

  /** Asks for a file and takes it. @returns the ids of its runs here; none where the person cancelled */
  async function openFile(): Promise<readonly string[]> {
    const found = await notices.attempt('The file could not be opened', () =>
      files.openFile({ title: 'Import runs or a network', extensions: IMPORTED_EXTENSIONS }, take),
    )
    return found ?? []
  }

  return { work, asked, cancel, exportRuns, importFiles, openFile }
})
