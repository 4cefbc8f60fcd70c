import { type WorkbenchEvent, workbenchEvents } from './api.ts'

/** An event with its name, as it crosses to a window. */
export type WireEvent = readonly [name: string, payload: unknown]

/** Events that come within this time of each other go together: a window draws no more than one or two pictures in it. */
const INTERVAL_MS = 25

/**
 * Sends events to a window in batches: the first at once, those that follow it closely together, in their order. Epochs
 * of a millisecond, each with its run's changes, would else be hundreds of messages a second.
 */
export class EventBatches {
  readonly #send: (events: readonly WireEvent[]) => void
  #waiting: { readonly name: WorkbenchEvent; readonly payload: unknown }[] = []
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(send: (events: readonly WireEvent[]) => void) {
    this.#send = send
  }

  add(name: WorkbenchEvent, payload: unknown): void {
    const { supersedes } = workbenchEvents[name]
    if (supersedes !== undefined) {
      const isOlder = (event: { readonly name: WorkbenchEvent; readonly payload: unknown }): boolean =>
        event.name === name && supersedes(payload as never, event.payload as never)
      this.#waiting = this.#waiting.filter((event) => !isOlder(event))
    }
    this.#waiting.push({ name, payload })
    if (this.#timer === undefined) this.#sendNow()
  }

  /** Sends at once what waits, as before an answer that is newer than it. */
  flush(): void {
    if (this.#waiting.length === 0) return
    const events = this.#waiting.map(({ name, payload }): WireEvent => [name, payload])
    this.#waiting = []
    this.#send(events)
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#waiting = []
  }

  #sendNow(): void {
    this.flush()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#waiting.length > 0) this.#sendNow()
    }, INTERVAL_MS)
  }
}
