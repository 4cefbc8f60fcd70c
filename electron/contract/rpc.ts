import { createBirpc } from 'birpc'
import {
  callsByName,
  createApi,
  isWorkbenchEvent,
  type PerformCall,
  type WorkbenchApi,
  type WorkbenchEvent,
  type WorkbenchEvents,
} from './api.ts'
import type { Channel } from './channel.ts'
import type { WireEvent } from './event-batches.ts'
import type { LongCallOptions } from './define-calls.ts'
import { WorkbenchError } from './types.ts'
import { CANCEL, cancelled, EVENTS, noTimeout, PROGRESS, type WireAnswer, type WireProgress } from './wire.ts'

export interface WorkbenchConnection {
  readonly api: WorkbenchApi
  /** Makes a call by its name, as `api` does. */
  readonly perform: PerformCall
  /** @returns takes the listener off again. */
  subscribe(listener: Partial<WorkbenchEvents>): () => void
  close(): void
}

/**
 * The workbench at the other end of a channel. Every call rejects with WorkbenchError alone; when the channel
 * closes, calls under way and later ones reject with `disconnected`.
 */
export function connectWorkbench(channel: Channel): WorkbenchConnection {
  const listeners = new Set<Partial<WorkbenchEvents>>()
  /** What listens to the long calls under way, by their numbers. */
  const reports = new Map<number, (value: unknown) => void>()
  let lastCallId = 0
  const receive = (name: string, payload: unknown) => {
    if (name === PROGRESS) {
      const { callId, value } = payload as WireProgress
      const report = reports.get(callId)
      if (report !== undefined) rethrowLater(() => report(value))
    } else if (name === EVENTS) {
      for (const [event, value] of payload as readonly WireEvent[])
        if (isWorkbenchEvent(event)) tell(event, value)
    }
  }
  const tell = (event: WorkbenchEvent, payload: unknown) => {
    for (const listener of [...listeners]) rethrowLater(() => listener[event]?.(payload as never))
  }
  const rpc = createBirpc<Record<string, (input: unknown) => Promise<unknown>>, object, false>(
    {},
    {
      post: (message) => channel.send(message),
      // Gives nothing back: birpc would wait for it before a call counts as pending, and miss a close.
      on: (receiveMessage) => void channel.onMessage((message) => receiveMessage(message)),
      proxify: false,
      timeout: noTimeout,
      resolver: (name) => (payload: unknown) => receive(name, payload),
    },
  )
  let closed = false
  channel.onClose(() => {
    closed = true
    rpc.$close(disconnected())
  })

  const send = async (name: string, ...input: unknown[]): Promise<unknown> => {
    if (closed) throw disconnected()
    const answer = (await rpc.$call(name, ...(input as [unknown]))) as WireAnswer
    if (answer.ok) return answer.value
    throw new WorkbenchError(answer.error.code, answer.error.message, answer.error.problems)
  }

  async function sendLong(
    name: string,
    input: unknown,
    { onProgress, signal }: LongCallOptions<unknown> = {},
  ): Promise<unknown> {
    if (signal?.aborted === true) throw cancelled()
    const callId = ++lastCallId
    const cancel = () => {
      reports.delete(callId)
      // A connection that is lost ends the call by itself.
      if (!closed) void rpc.$callEvent(CANCEL, callId)
    }
    if (onProgress !== undefined) reports.set(callId, onProgress)
    signal?.addEventListener('abort', cancel)
    try {
      return await send(name, input, callId)
    } finally {
      reports.delete(callId)
      signal?.removeEventListener('abort', cancel)
    }
  }

  const perform: PerformCall = (name, input, options) =>
    callsByName.get(name)?.isLong === true ? sendLong(name, input, options) : send(name, input)

  return {
    api: createApi(perform),
    perform,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => channel.close(),
  }
}

/** Calls a listener; what it throws reaches the window's own handler instead of birpc's and the other listeners'. */
function rethrowLater(work: () => void): void {
  try {
    work()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

function disconnected(): WorkbenchError {
  return new WorkbenchError('disconnected', 'The connection to the workbench is lost.')
}
