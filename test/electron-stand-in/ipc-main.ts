import { EventEmitter } from 'node:events'

/** Emitted when a call of the window was answered. */
export const answered = Symbol('answered')

type Handler = (event: unknown, message: unknown) => unknown

/** Electron's `ipcMain`. */
export class IpcMainStandIn extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    this.#handlers.set(channel, handler)
  }

  /** An `invoke` of the window: rejects where nobody handles it, or where its handler throws. */
  async call(channel: string, event: unknown, message: unknown): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    try {
      return await handler(event, message)
    } finally {
      super.emit(answered)
    }
  }
}
