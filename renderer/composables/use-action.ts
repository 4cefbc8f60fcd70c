import { ref, type Ref } from 'vue'
import { describeError } from '../stores/notices.ts'

export interface UseActionReturn {
  /** Why it failed last, to be shown where the action is; null while it runs and where it did not fail. */
  readonly problem: Readonly<Ref<string | null>>
  readonly isRunning: Readonly<Ref<boolean>>
  /** Runs the action; gives undefined and sets `problem` where it fails. `failure` says what could not be done. */
  readonly attempt: <T>(failure: string, action: () => Promise<T>) => Promise<T | undefined>
}

/** An action of a dialog or a form whose error stands beside its button; `notices.attempt` is for those without a place. */
export function useAction(): UseActionReturn {
  const problem = ref<string | null>(null)
  const isRunning = ref(false)

  async function attempt<T>(failure: string, action: () => Promise<T>): Promise<T | undefined> {
    problem.value = null
    isRunning.value = true
    try {
      return await action()
    } catch (error) {
      problem.value = `${failure}: ${describeError(error)}`
      return undefined
    } finally {
      isRunning.value = false
    }
  }

  return { problem, isRunning, attempt }
}
