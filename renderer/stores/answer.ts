import { computed, shallowReactive, watch } from 'vue'
import { createLatestCall } from './latest-call.ts'
import { describeError } from './notices.ts'

/** The answer of a call to the present question. */
export interface Answer<Output> {
  /** Stays while the next answer is under way; null without a question or after a failure. */
  readonly value: Output | null
  /** Why there is none, in words. */
  readonly problem: string | null
  /** Whether an answer to the present question is under way. */
  readonly isPending: boolean
}

/** Calls whenever the question changes: one call under way, the newest question next; null asks nothing. */
export function useAnswer<Question extends object, Output>(
  question: () => Question | null,
  call: (question: Question) => Promise<Output>,
): Answer<Output> {
  const state = shallowReactive<{ value: Output | null; problem: string | null; isPending: boolean }>({
    value: null,
    problem: null,
    isPending: false,
  })
  // Every evaluation makes a new question object; only one with another content is a new question.
  const key = computed(() => JSON.stringify(question()))

  const ask = createLatestCall<{ question: Question; key: string }>(async (asked) => {
    let value: Output | null = null
    let problem: string | null = null
    try {
      value = await call(asked.question)
    } catch (error) {
      problem = describeError(error)
    }
    // An answer to a question that nobody asks any more is no answer.
    if (asked.key === key.value) Object.assign(state, { value, problem, isPending: false })
  })
  watch(
    key,
    (next) => {
      const asked = question()
      state.isPending = asked !== null
      state.problem = null
      if (asked === null) state.value = null
      else ask({ question: asked, key: next })
    },
    { immediate: true },
  )
  return state
}
