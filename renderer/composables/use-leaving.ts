import { computed, type ComputedRef } from 'vue'
import { describeLeaving } from '../model/stores/leaving-words.ts'
import { useDataSetsStore } from '../stores/data-sets.ts'
import { useKnownStoresStore } from '../stores/known-stores.ts'
import { useLearningCurveStore } from '../stores/learning-curve.ts'
import { useRunFilesStore } from '../stores/run-files.ts'
import { useSweepsStore } from '../stores/sweeps.ts'
import { useWhatIfStore } from '../stores/what-if.ts'

/** What leaving the open store would interrupt, a sentence each; empty for nothing. Trainings are those of the last `load`. */
export function useLeaving(): ComputedRef<string[]> {
  const stores = useKnownStoresStore()
  const sweeps = useSweepsStore()
  const curves = useLearningCurveStore()
  const whatIf = useWhatIfStore()
  const dataSets = useDataSetsStore()
  const runFiles = useRunFilesStore()
  return computed(() =>
    describeLeaving({
      trainings: stores.known?.trainings ?? [],
      sweep: sweeps.running?.name ?? null,
      isDrawingCurve: curves.running !== null,
      isTryingValues: whatIf.running !== null,
      isDownloading: dataSets.download?.state === 'running',
      fileWork: runFiles.work,
    }),
  )
}
