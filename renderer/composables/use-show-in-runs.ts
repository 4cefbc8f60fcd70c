import { useRouter } from 'vue-router'
import { useSelectionStore } from '../stores/selection.ts'

/** Gives the action that leads to Runs with these runs selected and in sight. */
export function useShowInRuns(): (runIds: readonly string[]) => void {
  const selection = useSelectionStore()
  const router = useRouter()
  return (runIds) => {
    selection.reveal(runIds)
    void router.push('/runs')
  }
}
