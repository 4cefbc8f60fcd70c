import type { WorkbenchEvents } from '#contract/types.ts'

type EventName = keyof WorkbenchEvents

/** Tells listeners what happens; one that throws does not keep the others from hearing. */
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
      } catch {
        // A listener is a window that may be closing; training goes on without it.
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}
