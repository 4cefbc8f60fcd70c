import type { LongCallOptions } from '#contract/define-calls.ts'
import { shallowReactive } from 'vue'
import { outcomeOf } from './long-call.ts'

/** The answer of a long call, or how far it is. */
export interface LongAnswer<Question, Progress, Output> {
  /** What was asked last; null before. */
  readonly question: Question | null
  readonly value: Output | null
  readonly progress: Progress | null
  readonly isRunning: boolean
  /** Why there is no answer, in words. */
  readonly problem: string | null
  /** Asks, in the place of a question that is under way. */
  ask(question: Question): Promise<void>
  /** Ends the call under way; the former answer has gone. */
  cancel(): void
  /** Forgets the answer, as what was asked about has changed; a call under way is ended. */
  forget(): void
}

/** One long call at a time, whose progress and answer can be watched. */
export function createLongAnswer<Question, Progress, Output>(
  call: (question: Question, options: LongCallOptions<Progress>) => Promise<Output>,
): LongAnswer<Question, Progress, Output> {
  let running: AbortController | null = null
  const state = shallowReactive({
    question: null as Question | null,
    value: null as Output | null,
    progress: null as Progress | null,
    isRunning: false,
    problem: null as string | null,
    ask,
    cancel,
    forget,
  })

  async function ask(question: Question): Promise<void> {
    cancel()
    const controller = new AbortController()
    running = controller
    Object.assign(state, { question, value: null, progress: null, isRunning: true, problem: null })
    const outcome = await outcomeOf(
      call(question, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (running === controller) state.progress = progress
        },
      }),
    )
    if (running !== controller) return
    running = null
    Object.assign(state, {
      isRunning: false,
      progress: null,
      value: outcome.state === 'done' ? outcome.result : null,
      problem: outcome.state === 'failed' ? outcome.problem : null,
    })
  }

  function cancel(): void {
    if (running === null) return
    running.abort()
    running = null
    Object.assign(state, { question: null, isRunning: false, progress: null })
  }

  function forget(): void {
    cancel()
    Object.assign(state, { question: null, value: null, problem: null })
  }

  return state
}
