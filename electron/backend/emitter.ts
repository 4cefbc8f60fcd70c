import type { WorkbenchEvents } from '#contract/api.ts'

type EventName = keyof WorkbenchEvents

/** A listener of the workbench threw; `cause` is what it threw. The workbench itself is unharmed. */
export class ListenerError extends Error {
  override readonly name = 'ListenerError'

  constructor(event: string, cause: unknown) {
    super(`A listener for '${event}' failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
}

/**
 * Notifies listeners of events. One that throws keeps neither the others from hearing nor a training from going on:
 * its error is thrown again as a `ListenerError` in a microtask of its own, so it ends as an uncaught exception,
 * which Electron's main process and browser mode log and which fails a test.
 */
export class Emitter {
  readonly #listeners = new Set<{ readonly listener: Partial<WorkbenchEvents> }>()

  subscribe(listener: Partial<WorkbenchEvents>): () => void {
    // Wrapped, so that the same object given twice counts twice.
    const entry = { listener }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }

  emit<Name extends EventName>(name: Name, ...event: Parameters<WorkbenchEvents[Name]>): void {
    for (const { listener } of [...this.#listeners]) {
      try {
        const heard = listener[name] as ((...event: Parameters<WorkbenchEvents[Name]>) => void) | undefined
        heard?.apply(listener, event)
      } catch (error) {
        queueMicrotask(() => {
          throw new ListenerError(name, error)
        })
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
