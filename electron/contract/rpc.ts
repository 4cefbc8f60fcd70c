import { createBirpc } from 'birpc'
import type { RecipeProblem } from '#core/recipe/recipe.ts'
import type { Channel } from './channel.ts'
import { isWorkbenchEvent, workbenchMethods, type WorkbenchEvent } from './methods.ts'
import { WorkbenchError, type ErrorCode, type WorkbenchApi, type WorkbenchEvents } from './types.ts'

/** A call never fails on the wire: it answers with its value or with an error in plain fields. */
export type WireAnswer =
  | { ok: true; value: unknown }
  | { ok: false; error: { code: ErrorCode; message: string; problems: readonly RecipeProblem[] } }

/** A call waits as long as it takes: making a data set or a queue of trainings has no fixed time. */
export const noTimeout = -1

export interface WorkbenchConnection {
  readonly api: WorkbenchApi
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
  const tell = (name: WorkbenchEvent, event: unknown) => {
    for (const listener of [...listeners]) {
      try {
        listener[name]?.(event as never)
      } catch (error) {
        // The others still hear of it, and the error reaches the window's own handler instead of birpc's.
        queueMicrotask(() => {
          throw error
        })
      }
    }
  }
  const rpc = createBirpc<Record<string, (input: unknown) => Promise<unknown>>, object, false>(
    {},
    {
      post: (message) => channel.send(message),
      // Gives nothing back: birpc would wait for it before a call counts as pending, and miss a close.
      on: (receive) => void channel.onMessage((message) => receive(message)),
      proxify: false,
      timeout: noTimeout,
      resolver: (name) => (event: unknown) => {
        if (isWorkbenchEvent(name)) tell(name, event)
      },
    },
  )
  let closed = false
  channel.onClose(() => {
    closed = true
    rpc.$close(disconnected())
  })

  const call = async (method: string, input: unknown): Promise<unknown> => {
    if (closed) throw disconnected()
    const answer = (await rpc.$call(method, input)) as WireAnswer
    if (answer.ok) return answer.value
    throw new WorkbenchError(answer.error.code, answer.error.message, answer.error.problems)
  }
  const api = Object.fromEntries(
    workbenchMethods.map((method) => [method, (input?: unknown) => call(method, input)]),
  ) as unknown as WorkbenchApi

  return {
    api,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => channel.close(),
  }
}

function disconnected(): WorkbenchError {
  return new WorkbenchError('disconnected', 'The connection to the workbench is lost.')
}
