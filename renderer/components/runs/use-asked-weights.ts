import { watch } from 'vue'
import { useDialog } from '../../composables/use-dialog.ts'
import { type ToldAnswers, useRunFilesStore } from '../../stores/run-files.ts'
import RunsImportWeights from './RunsImportWeights.vue'

/** Shows a dialog whenever an import waits for what its file does not say, in whichever place it was begun. */
export function useAskedWeights(): void {
  const runFiles = useRunFilesStore()
  const dialog = useDialog(RunsImportWeights)
  watch(
    () => runFiles.asked,
    async (asked) => {
      if (asked === null) return
      const { file, weights, answer } = asked
      const told = (await dialog.open({ file, weights })) as ToldAnswers | undefined
      answer(told ?? null)
    },
  )
}
