import type { Prediction, RunSummary } from '#contract/types.ts'
import { shallowRef, watch, type ShallowRef } from 'vue'
import { useWorkbenchClient } from '../platform/client.ts'
import { createLatestCall } from './latest-call.ts'
import { describeError } from './notices.ts'

/** Everything an answer depends on. */
export interface DigitQuestion {
  readonly run: RunSummary
  readonly epoch: number
  readonly image: Uint8Array
}

export interface UseDigitsAnswerReturn {
  /** What the network says; stays while the next answer is under way, null without a question. */
  readonly prediction: Readonly<ShallowRef<Prediction | null>>
  /** Why there is no answer, in words. */
  readonly problem: Readonly<ShallowRef<string | null>>
  /** Whether the answer to the present question is still under way. */
  readonly isAsking: Readonly<ShallowRef<boolean>>
}

/** Asks the network whenever the question changes: one call under way, the newest question next. */
export function useDigitsAnswer(question: () => DigitQuestion | null): UseDigitsAnswerReturn {
  const { api } = useWorkbenchClient()
  const prediction = shallowRef<Prediction | null>(null)
  const problem = shallowRef<string | null>(null)
  const isAsking = shallowRef(false)
  let newest: DigitQuestion | null = null

  const ask = createLatestCall<DigitQuestion | null>(async (asked) => {
    try {
      const answer =
        asked === null
          ? null
          : await api.analysis.predict({ runId: asked.run.id, epoch: asked.epoch, image: asked.image })
      // The pad may have been cleared while the answer was under way.
      prediction.value = question() === null ? null : answer
      problem.value = null
    } catch (error) {
      prediction.value = null
      problem.value = describeError(error)
    } finally {
      if (asked === newest) isAsking.value = false
    }
  })
  watch(
    question,
    (asked) => {
      // An emptied pad shows no answer, not even for a moment.
      if (asked === null) prediction.value = null
      newest = asked
      isAsking.value = asked !== null
      ask(asked)
    },
    { immediate: true },
  )

  return { prediction, problem, isAsking }
}
