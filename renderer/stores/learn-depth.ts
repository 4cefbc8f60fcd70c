import { PEN_DIGITS } from '#core/recipe/data-set-name.ts'
import type { DepthProfile } from '#core/explain/depth.ts'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { DEPTH_STATES, type DepthState } from '../model/learn/depth-state.ts'
import { useWorkbenchClient } from '../platform/client.ts'
import { useDataSetsStore } from './data-sets.ts'
import { createLatestCall } from './latest-call.ts'
import { describeError } from './notices.ts'

/** A state and what was measured of it. */
interface MeasuredDepth {
  readonly state: DepthState
  readonly dataSet: string
  readonly profile: DepthProfile
  /** The same network with batch normalization where it has none, or without. */
  readonly other: DepthProfile
}

/** What the depth view shows, as one value, and what the backend measured of it last. */
export const useLearnDepthStore = defineStore('learn-depth', () => {
  const { api } = useWorkbenchClient()
  const dataSets = useDataSetsStore()

  const state = shallowRef<DepthState>(DEPTH_STATES.deep)
  /** Null before the first answer. */
  const measured = shallowRef<MeasuredDepth | null>(null)
  /** Why the state could not be measured, in words; null where it could. */
  const problem = shallowRef<string | null>(null)

  /** The data set that the images are taken from; null until the data sets are known. */
  const dataSet = computed(() => {
    if (state.value.dataSet !== null) return state.value.dataSet
    if (!dataSets.isLoaded) return null
    return dataSets.find('mnist')?.state === 'ready' ? 'mnist' : PEN_DIGITS
  })
  /** Whether what was measured is of this state. */
  const isCurrent = computed(
    () => measured.value?.state === state.value && measured.value.dataSet === dataSet.value,
  )
  /** Of this state; null while it is not measured yet. */
  const profile = computed(() => (isCurrent.value ? measured.value!.profile : null))

  const ask = createLatestCall(
    async ({ state: asked, dataSet: from }: { state: DepthState; dataSet: string }) => {
      const { activation, initializer, gain, hasBatchNorm, seed, isLastChanged } = asked
      const plan = { activation, initializer, gain, hasBatchNorm, seed, isLastChanged }
      try {
        const [own, other] = await Promise.all([
          api.analysis.profileDepth({ dataSet: from, plan }),
          api.analysis.profileDepth({ dataSet: from, plan: { ...plan, hasBatchNorm: !plan.hasBatchNorm } }),
        ])
        measured.value = { state: asked, dataSet: from, profile: own, other }
        problem.value = null
      } catch (error) {
        problem.value = describeError(error)
      }
    },
  )

  /** Measures the state as it is now, unless it is measured. */
  function measure(): void {
    if (dataSet.value !== null && !isCurrent.value) ask({ state: state.value, dataSet: dataSet.value })
  }

  function show(next: DepthState): void {
    state.value = next
  }
  function change(part: Partial<DepthState>): void {
    state.value = { ...state.value, ...part }
  }

  return { state, measured, problem, dataSet, isCurrent, profile, measure, show, change }
})
