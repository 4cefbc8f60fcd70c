import { useRoute } from 'vue-router'
import { useSelectionStore } from '../stores/selection.ts'

/** Gives what is done when a place is chosen that is open already: who does so wants it as it is at first, with its table. */
export function usePlaceAgain(): (path: string) => void {
  const route = useRoute()
  const selection = useSelectionStore()
  return (path) => {
    if (path === route.path && path === '/runs') selection.showTable()
  }
}
