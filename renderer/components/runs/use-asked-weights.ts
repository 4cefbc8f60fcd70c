import type { ImportAnswers } from '#core/importing/settle-network.ts'
import { watch } from 'vue'
import { useDialog } from '../../composables/use-dialog.ts'
import { useRunFilesStore } from '../../stores/run-files.ts'
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
      const answers = (await dialog.open({ file, weights })) as ImportAnswers | undefined
      answer(answers ?? null)
    },
  )
}
