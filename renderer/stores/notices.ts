import { WorkbenchError } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { ref } from 'vue'

/** A short message at the window's edge, which goes by itself after a while unless it `stays`. */
export interface Notice {
  readonly id: number
  readonly tone: 'success' | 'neutral' | 'error'
  readonly title: string
  readonly description?: string
  /** What it is about; a later notice on the same topic takes its place. */
  readonly topic?: string
  /** Whether it stays until a person acts or dismisses it: it tells of a change that they did not make themselves. */
  readonly stays?: boolean
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
  /** Ids of notices that no longer hold and are to disappear early. */
  const withdrawn = ref<number[]>([])
  const idByTopic = new Map<string, number>()
  let lastId = 0

  function say(notice: Omit<Notice, 'id'>): void {
    const id = ++lastId
    if (notice.topic !== undefined) {
      withdraw(notice.topic)
      idByTopic.set(notice.topic, id)
    }
    pending.value = [...pending.value, { ...notice, id }]
  }

  /** Takes back the notice on a topic, such as an undo that something else was done after. */
  function withdraw(topic: string): void {
    const id = idByTopic.get(topic)
    if (id === undefined) return
    idByTopic.delete(topic)
    if (pending.value.some((notice) => notice.id === id)) {
      pending.value = pending.value.filter((notice) => notice.id !== id)
    } else withdrawn.value = [...withdrawn.value, id]
  }

  /** Reports a failed action: what did not work, and why. */
  function fail(title: string, error: unknown): void {
    say({ tone: 'error', title, description: describeError(error) })
  }

  /** Takes all pending notices off the list. */
  function take(): Notice[] {
    const taken = pending.value
    pending.value = []
    return taken
  }

  /** Takes the ids of withdrawn notices off their list. */
  function takeWithdrawn(): number[] {
    const taken = withdrawn.value
    withdrawn.value = []
    return taken
  }

  /** Runs an action; where it fails, reports it and gives undefined. */
  async function attempt<T>(failure: string, action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (error) {
      fail(failure, error)
      return undefined
    }
  }

  return { pending, withdrawn, say, withdraw, fail, take, takeWithdrawn, attempt }
})
