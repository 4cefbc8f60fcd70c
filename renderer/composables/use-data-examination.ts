import type { ExaminedData } from '#contract/types.ts'
import { watchDebounced } from '@vueuse/core'
import { type ShallowRef, shallowRef, watch } from 'vue'
import { type ExaminedInput, useDataSetsStore } from '../stores/data-sets.ts'
import { createLatestCall } from '../stores/latest-call.ts'

/** Time after the last keystroke until the parts are examined anew, in milliseconds. */
const SETTLE_MS = 150

/**
 * How the parts of a training are made up, as far as that is known.
 * @param source the data set and the sizes; null while there are none
 * @returns null until it is known of that data set, and where the data set cannot be read, which its place says
 */
export function useDataExamination(
  source: () => ExaminedInput | null,
): Readonly<ShallowRef<ExaminedData | null>> {
  const dataSets = useDataSetsStore()
  const examination = shallowRef<ExaminedData | null>(null)
  const ask = createLatestCall(async (wanted: string) => {
    const input = JSON.parse(wanted) as ExaminedInput | null
    const answer = input === null ? null : await dataSets.examine(input).catch(() => null)
    if (wanted === JSON.stringify(source())) examination.value = answer
  })
  // Other sizes leave the answer in sight until the next is there; of other images it would say what is not true.
  watch(
    () => source()?.dataSet,
    () => (examination.value = null),
  )
  watchDebounced(() => JSON.stringify(source()), ask, { debounce: SETTLE_MS, immediate: true })
  return examination
}
