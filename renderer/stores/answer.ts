import { computed, shallowReactive, watch } from 'vue'
import { createLatestCall } from './latest-call.ts'
import { describeError } from './notices.ts'

/** The answer of a call to the present question. */
export interface Answer<Output> {
  /** Null without a question, before its first answer, and after a failure. */
  readonly value: Output | null
  /** Why there is none, in words. */
  readonly problem: string | null
  /** Whether an answer to the present question is under way. */
  readonly isPending: boolean
}

export interface UseAnswerOptions<Question> {
  /**
   * What an answer is about. While that stays the same, the former answer stays until the next one is there; else it
   * goes at once, so that no figures stand under another name. By default the whole question.
   */
  readonly subjectOf?: (question: Question) => string
  /** Answers that are kept, so that a question that is asked again has its answer at once; by default none. */
  readonly kept?: number
  /** While it is true, nothing is asked and all stays as it is; by default never. */
  readonly isPaused?: () => boolean
}

/** Calls whenever the question changes: one call under way, the newest question next; null asks nothing. */
export function useAnswer<Question extends object, Output>(
  question: () => Question | null,
  call: (question: Question) => Promise<Output>,
  {
    subjectOf = (asked) => JSON.stringify(asked),
    kept = 0,
    isPaused = () => false,
  }: UseAnswerOptions<Question> = {},
): Answer<Output> {
  const state = shallowReactive<{ value: Output | null; problem: string | null; isPending: boolean }>({
    value: null,
    problem: null,
    isPending: false,
  })
  // Every evaluation makes a new question object; only one with another content is a new question.
  const key = computed<string>((former) => (isPaused() ? (former ?? 'null') : JSON.stringify(question())))
  /** By question, the one asked last at the end. */
  const answers = new Map<string, Output>()
  let subject: string | null = null

  function keep(asked: string, value: Output): void {
    answers.delete(asked)
    answers.set(asked, value)
    if (answers.size > kept) answers.delete(answers.keys().next().value!)
  }

  const ask = createLatestCall<{ question: Question; key: string }>(async (asked) => {
    let value: Output | null = answers.get(asked.key) ?? null
    let problem: string | null = null
    if (value === null) {
      try {
        value = await call(asked.question)
        keep(asked.key, value)
      } catch (error) {
        problem = describeError(error)
      }
    }
    if (asked.key === key.value) Object.assign(state, { value, problem, isPending: false })
    // An answer to a former question is none to the present one, but newer than what stands there about the same subject.
    else if (value !== null && subjectOf(asked.question) === subject) state.value = value
  })
  watch(
    key,
    (next) => {
      const asked = next === 'null' ? null : question()
      const known = answers.get(next)
      const nextSubject = asked && subjectOf(asked)
      const stays = nextSubject !== null && nextSubject === subject
      subject = nextSubject
      Object.assign(state, {
        value: known ?? (stays ? state.value : null),
        problem: null,
        isPending: asked !== null && known === undefined,
      })
      if (asked === null) return
      if (known === undefined) ask({ question: asked, key: next })
      else keep(next, known)
    },
    { immediate: true },
  )
  return state
}
