import type { ExaminedData } from '#contract/types.ts'
import { watchDebounced } from '@vueuse/core'
import { computed, type ComputedRef, shallowRef } from 'vue'
import { useAnswer } from '../stores/answer.ts'
import { type ExaminedInput, useDataSetsStore } from '../stores/data-sets.ts'

/** Time after the last keystroke until the parts are examined anew, in milliseconds. */
const SETTLE_MS = 150

/**
 * How the parts of a training are made up, as far as that is known.
 * @param source the data set and the sizes; null while there are none
 * @returns null until it is known of that data set, and where the data set cannot be read, which its place says
 */
export function useDataExamination(source: () => ExaminedInput | null): ComputedRef<ExaminedData | null> {
  const dataSets = useDataSetsStore()
  const wanted = computed(source)
  const settled = shallowRef<ExaminedInput | null>(null)
  watchDebounced(wanted, (next) => (settled.value = next), { debounce: SETTLE_MS, immediate: true })
  const answer = useAnswer<ExaminedInput, ExaminedData>(() => settled.value, dataSets.examine, {
    subjectOf: ({ dataSet }) => dataSet,
  })
  // Other sizes leave the answer in sight until the next is there; of other images it would say what is not true.
  return computed(() => (wanted.value?.dataSet === settled.value?.dataSet ? answer.value : null))
}
