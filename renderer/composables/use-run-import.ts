import { useRunFilesStore } from '../stores/run-files.ts'
import { useSelectionStore } from '../stores/selection.ts'

/** Above this number of runs their curves, laid over each other, cannot be read, and none is selected. */
const MAX_SELECTED = 20

export interface UseRunImportReturn {
  /** Asks for a file of runs or of one network, takes it and selects its runs. */
  importFile: () => Promise<void>
  /** Takes dropped files and selects their runs. */
  importFiles: (files: readonly File[]) => Promise<void>
}

/** Brings runs from files into the table. */
export function useRunImport(): UseRunImportReturn {
  const runFiles = useRunFilesStore()
  const selection = useSelectionStore()
  const select = (runIds: readonly string[]): void => {
    if (runIds.length > 0 && runIds.length <= MAX_SELECTED) selection.replace(runIds)
  }
  return {
    importFile: async () => select(await runFiles.openFile()),
    importFiles: async (files) => select(await runFiles.importFiles(files)),
  }
}
