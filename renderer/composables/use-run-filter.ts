import type { RunSummary } from '#contract/types.ts'
import { useNow } from '@vueuse/core'
import { computed, ref, shallowRef, watchEffect, type ComputedRef, type Ref } from 'vue'
import { useDataSetsStore } from '../stores/data-sets.ts'
import { useRunsStore } from '../stores/runs.ts'
import { filterRuns, readFilter } from '../model/runs/filter-runs.ts'

export interface UseRunFilterReturn {
  /** As it was typed. */
  readonly text: Ref<string>
  readonly showsArchived: Ref<boolean>
  /** What is wrong with the text; the runs stay those of the last valid one. Null: nothing. */
  readonly problem: Ref<string | null>
  readonly shownRuns: ComputedRef<RunSummary[]>
}

/** The filter of the list of runs, and the runs that pass it, newest first. */
export function useRunFilter(): UseRunFilterReturn {
  const runs = useRunsStore()
  const dataSets = useDataSetsStore()
  const text = ref('')
  const showsArchived = ref(false)
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

  const shownRuns = computed(() => filterRuns(runs.list, sound.value, showsArchived.value))
  return { text, showsArchived, problem, shownRuns }
}
