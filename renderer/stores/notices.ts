import { WorkbenchError } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { ref } from 'vue'

/** A short message at the window's edge; it leaves by itself unless it tells of a failure. */
export interface Notice {
  readonly id: number
  readonly tone: 'success' | 'neutral' | 'error'
  readonly title: string
  readonly description?: string
  /** One thing to do about it, such as undo. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** What a person reads of an error, never a stack. */
export function describeError(error: unknown): string {
  if (error instanceof WorkbenchError) return error.message
  return error instanceof Error ? error.message : String(error)
}

/** Short messages for the person; the shell shows them as toasts. */
export const useNoticesStore = defineStore('notices', () => {
  /** Notices that were not handed to the shell yet. */
  const pending = ref<Notice[]>([])
  let lastId = 0

  function say(notice: Omit<Notice, 'id'>): void {
    pending.value = [...pending.value, { ...notice, id: ++lastId }]
  }

  /** Tells of a failed action: what did not work, and why. */
  function fail(title: string, error: unknown): void {
    say({ tone: 'error', title, description: describeError(error) })
  }

  /** Takes all pending notices off the list. */
  function take(): Notice[] {
    const taken = pending.value
    pending.value = []
    return taken
  }

  /** Runs an action; where it fails, tells so and gives undefined. */
  async function attempt<T>(failure: string, action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (error) {
      fail(failure, error)
      return undefined
    }
  }

  return { pending, say, fail, take, attempt }
})
