import { GATES, isRight } from '#core/explain/functions/neuron.ts'
import { arrivalOf, runSlowStart, SLOW_LOSSES } from '#core/explain/functions/slow-start.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { FUNCTIONS_STATES, SLOW_STEPS, type FunctionsState } from '../model/learn/functions-state.ts'

/** What the functions view shows, as one value, and what follows from it. */
export const useLearnFunctionsStore = defineStore('learn-functions', () => {
  /** Replaced as a whole, never changed in place. */
  const state = shallowRef<FunctionsState>(FUNCTIONS_STATES.neuron)

  /** Sets everything at once. */
  function show(next: FunctionsState): void {
    state.value = next
  }

  /** Changes part of what one page shows. */
  function change<Page extends Exclude<keyof FunctionsState, 'page'>>(
    page: Page,
    part: Partial<FunctionsState[Page]>,
  ): void {
    state.value = { ...state.value, [page]: { ...state.value[page], ...part } }
  }

  const rightPoints = computed(
    () => GATES[state.value.neuron.gate].filter((point) => isRight(state.value.neuron, point)).length,
  )

  /** The start of the slow neuron without the step that is shown, so that stepping computes nothing anew. */
  const slowRecipe = computed(() => JSON.stringify({ ...state.value.slow, step: 0 }))
  const slowRuns = computed(() => {
    const start = JSON.parse(slowRecipe.value) as FunctionsState['slow']
    return SLOW_LOSSES.map((loss) => {
      const steps = runSlowStart(start, loss, SLOW_STEPS)
      return { loss, steps, arrival: arrivalOf(steps, start.wanted) }
    })
  })

  return { state, show, change, rightPoints, slowRuns }
})
