import type { RunSummary } from '#contract/types.ts'
import type { DropdownMenuItem } from '@nuxt/ui'
import RunsExport from './RunsExport.vue'
import RunsExportFile from './RunsExportFile.vue'
import { useDialog } from '../../composables/use-dialog.ts'
import { useComparedColoursStore } from '../../stores/compared-colours.ts'
import { useRunsStore } from '../../stores/runs.ts'

export interface UseRunExportsReturn {
  /** Asks for an epoch and saves its weights. */
  exportWeights: (run: RunSummary) => void
  /** Asks which weights go along, and saves runs as one file. */
  exportFile: (runs: readonly RunSummary[]) => void
  /** Saves a report of runs. */
  exportReport: (runs: readonly RunSummary[]) => void
  /** All ways in which these runs can leave the workbench, for a menu. */
  menuFor: (runs: readonly RunSummary[]) => DropdownMenuItem[]
}

/** Whether a run has weights to export, to test or to go on from. */
export function hasWeights(run: RunSummary): boolean {
  return run.weightsSha256 !== null
}

/** What can be taken out of the workbench of runs. */
export function useRunExports(): UseRunExportsReturn {
  const runs = useRunsStore()
  const comparison = useComparedColoursStore()
  const weightsDialog = useDialog(RunsExport)
  const fileDialog = useDialog(RunsExportFile)
  const idsOf = (chosen: readonly RunSummary[]): string[] => chosen.map((run) => run.id)

  function exportWeights(run: RunSummary): void {
    void weightsDialog.open({ run })
  }

  function exportFile(chosen: readonly RunSummary[]): void {
    void fileDialog.open({ exported: chosen })
  }

  function exportReport(chosen: readonly RunSummary[]): void {
    void runs.exportReport(idsOf(chosen), idsOf(chosen).map(comparison.numberOf))
  }

  function menuFor(chosen: readonly RunSummary[]): DropdownMenuItem[] {
    const weights: DropdownMenuItem = {
      label: 'Export weights…',
      icon: 'i-lucide-download',
      disabled: !hasWeights(chosen[0]!),
      onSelect: () => exportWeights(chosen[0]!),
    }
    return [
      ...(chosen.length === 1 ? [weights] : []),
      {
        label: 'Export measures as CSV…',
        icon: 'i-lucide-sheet',
        onSelect: () => void runs.exportMeasures(idsOf(chosen)),
      },
      {
        label: chosen.length > 1 ? 'Export runs as a file…' : 'Export run as a file…',
        icon: 'i-lucide-package',
        onSelect: () => exportFile(chosen),
      },
      {
        label: 'Report as a page (HTML)…',
        icon: 'i-lucide-file-text',
        onSelect: () => exportReport(chosen),
      },
    ]
  }

  return { exportWeights, exportFile, exportReport, menuFor }
}
