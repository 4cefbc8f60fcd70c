import { WorkbenchError } from '#contract/types.ts'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { SavedFile } from '../platform/client.ts'

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

/**
 * A reason as in `net.json: expected …` without the file's name, where the title has it: `Expected …`. What is named next stays as it
 * is written: `conv1.weight: expected …`.
 */
function withoutName(reason: string, title: string): string {
  // A name may have a colon of its own.
  const ends = [...reason.matchAll(/: /g)].map(({ index }) => index)
  const colon = ends.find((end) => title.startsWith(`${reason.slice(0, end)} `))
  if (colon === undefined) return reason
  const rest = reason.slice(colon + 2)
  return /^\S+: /.test(rest) ? rest : rest.charAt(0).toUpperCase() + rest.slice(1)
}

/** Short messages for the person, until they are dismissed; the shell shows the newest. */
export const useNoticesStore = defineStore('notices', () => {
  /** Newest last. */
  const list = shallowRef<readonly Notice[]>([])
  let lastId = 0

  function say(notice: Omit<Notice, 'id'>): void {
    if (notice.topic !== undefined) withdraw(notice.topic)
    list.value = [...list.value, { ...notice, id: ++lastId }]
  }

  /** Takes back the notice on a topic, such as an undo that something else was done after. */
  function withdraw(topic: string): void {
    list.value = list.value.filter((notice) => notice.topic !== topic)
  }

  function dismiss(id: number): void {
    list.value = list.value.filter((notice) => notice.id !== id)
  }

  function dismissAll(): void {
    list.value = []
  }

  /** Reports a failed action: what did not work, and why. What the title names already is not named again. */
  function fail(title: string, error: unknown): void {
    say({ tone: 'error', title, description: withoutName(describeError(error), title) })
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

  /** Says that a file was saved, and offers to show it in its folder where that can be. */
  function saySaved(
    { name, showInFolder }: SavedFile,
    { title = `Saved ${name}`, ...notice }: Partial<Pick<Notice, 'title' | 'description' | 'topic'>> = {},
  ): void {
    const action = showInFolder && {
      label: 'Show in folder',
      run: () => void attempt(`${name} could not be shown in its folder`, showInFolder),
    }
    say({ tone: 'success', title, ...notice, ...(action && { action }) })
  }

  return { list, say, saySaved, withdraw, dismiss, dismissAll, fail, attempt }
})
