import type { RunSummary } from '#contract/types.ts'
import { useNow } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watchEffect } from 'vue'
import { filterRuns, readFilter } from '../model/runs/filter-runs.ts'
import { useDataSetsStore } from './data-sets.ts'
import { useRunsStore } from './runs.ts'

/** The filter of the table of runs, and the runs that pass it; it lasts while the window is open. */
export const useRunFilterStore = defineStore('runFilter', () => {
  const runs = useRunsStore()
  const dataSets = useDataSetsStore()
  /** As it was typed. */
  const text = ref('')
  const showsArchived = ref(false)
  /** What is wrong with the text; the runs stay those of the last valid one. Null: nothing. */
  const problem = shallowRef<string | null>(null)
  const titleOf = (dataSet: string): string => dataSets.titleOf(dataSet)
  const time = useNow({ interval: 10_000 })
  // Changes with the day alone: the list of a window that is open over midnight is filtered anew once.
  const today = computed(() => new Date(time.value).setHours(0, 0, 0, 0))
  const now = (): number => today.value
  const sound = shallowRef(readFilter('', titleOf, now).filter!)

  watchEffect(() => {
    const read = readFilter(text.value, titleOf, now)
    problem.value = read.problem
    if (read.filter !== null) sound.value = read.filter
  })

  /** Newest first. */
  const shownRuns = computed<RunSummary[]>(() => filterRuns(runs.list, sound.value, showsArchived.value))

  /** Those of some runs that the table does not show. */
  function hiddenOf(chosen: readonly RunSummary[]): RunSummary[] {
    const shown = new Set(shownRuns.value)
    return chosen.filter((run) => !shown.has(run))
  }

  return { text, showsArchived, problem, shownRuns, hiddenOf }
})
