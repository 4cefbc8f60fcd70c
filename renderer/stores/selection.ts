import type { RunSummary } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useRunsStore } from './runs.ts'

/** Which runs are selected in the table of runs; it lasts while the window is open. */
export const useSelectionStore = defineStore('selection', () => {
  const runs = useRunsStore()

  /** May name runs that were deleted: should they come back, they are selected as before. */
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  /** Where a range begins: the run that was last selected alone. */
  const anchor = shallowRef<string | null>(null)
  /** The run whose name is being edited in the table. */
  const renamingId = shallowRef<string | null>(null)

  /** Ids of runs that the table is to bring into sight; null once it did. */
  const revealed = shallowRef<readonly string[] | null>(null)
  /** Whether the comparison of the selected runs has been given the whole place, without the table. */
  const isComparisonAlone = shallowRef(false)

  /** The selected runs, newest first. */
  const selected = computed<RunSummary[]>(() => runs.list.filter((run) => chosen.value.has(run.id)))
  const selectedIds = computed(() => selected.value.map((run) => run.id))
  const has = (runId: string): boolean => chosen.value.has(runId)

  /** Selects one run and no other. */
  function only(runId: string): void {
    chosen.value = new Set([runId])
    anchor.value = runId
  }

  /** Adds a run to the selection, or takes it out. */
  function toggle(runId: string): void {
    const next = new Set(chosen.value)
    if (!next.delete(runId)) next.add(runId)
    chosen.value = next
    if (next.size === 0) isComparisonAlone.value = false
    anchor.value = runId
  }

  /** Selects from the anchor to a run, both included, in the order in which the runs are shown. */
  function extendTo(runId: string, shownIds: readonly string[]): void {
    const from = anchor.value === null ? -1 : shownIds.indexOf(anchor.value)
    const to = shownIds.indexOf(runId)
    if (from < 0 || to < 0) {
      only(runId)
      return
    }
    chosen.value = new Set(shownIds.slice(Math.min(from, to), Math.max(from, to) + 1))
  }

  function replace(runIds: Iterable<string>): void {
    chosen.value = new Set(runIds)
    anchor.value = null
    if (chosen.value.size === 0) isComparisonAlone.value = false
  }

  /** Selects runs to which a person is led from elsewhere: the table brings them into sight, whatever the filter hides. */
  function reveal(runIds: readonly string[]): void {
    replace(runIds)
    revealed.value = runIds
  }

  /** Gives the table its room again, beside the comparison. */
  function showTable(): void {
    isComparisonAlone.value = false
  }

  function clear(): void {
    replace([])
  }

  return {
    selected,
    selectedIds,
    renamingId,
    revealed,
    isComparisonAlone,
    has,
    only,
    toggle,
    extendTo,
    replace,
    reveal,
    showTable,
    clear,
  }
})
