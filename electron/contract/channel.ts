/**
 * A duplex connection that carries whole messages in order: a WebSocket, Electron's IPC, a message port.
 * Messages are structured-cloneable values; NaN, undefined and typed arrays arrive as they left.
 */
export interface Channel {
  /** Does nothing once the channel is closed. */
  send(message: unknown): void
  /** @returns takes the listener off again. */
  onMessage(listener: (message: unknown) => void): () => void
  /**
   * Called once when either side closes, with the other side's reason where it gave one in words; at once (in a microtask)
   * where it is closed already.
   */
  onClose(listener: (reason: string | null) => void): () => void
  close(): void
  /** Whether the other side reads more slowly than messages are sent; absent where that cannot happen. */
  isCongested?(): boolean
}

/** The listeners of a channel, for those who write one. */
export class ChannelListeners {
  readonly #message = new Set<(message: unknown) => void>()
  readonly #close = new Set<(reason: string | null) => void>()
  #closed = false

  get closed(): boolean {
    return this.#closed
  }

  onMessage(listener: (message: unknown) => void): () => void {
    this.#message.add(listener)
    return () => this.#message.delete(listener)
  }

  onClose(listener: (reason: string | null) => void): () => void {
    if (this.#closed) {
      queueMicrotask(() => listener(null))
      return () => undefined
    }
    this.#close.add(listener)
    return () => this.#close.delete(listener)
  }

  received(message: unknown): void {
    if (this.#closed) return
    for (const listener of [...this.#message]) listener(message)
  }

  /** Notifies every listener once and forgets them. @param reason in words, where there is one */
  ended(reason: string | null = null): void {
    if (this.#closed) return
    this.#closed = true
    const listeners = [...this.#close]
    this.#close.clear()
    this.#message.clear()
    for (const listener of listeners) listener(reason)
  }
}

/** Two ends of one channel within a process; messages are cloned and arrive in a later microtask. */
export function createChannelPair(): [Channel, Channel] {
  const sides = [new ChannelListeners(), new ChannelListeners()] as const
  const close = () => {
    sides[0].ended()
    sides[1].ended()
  }
  const end = (own: ChannelListeners, other: ChannelListeners): Channel => ({
    send: (message) => {
      if (own.closed) return
      const copy = structuredClone(message)
      queueMicrotask(() => other.received(copy))
    },
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close,
  })
  return [end(sides[0], sides[1]), end(sides[1], sides[0])]
}
