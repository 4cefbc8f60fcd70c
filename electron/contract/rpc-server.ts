import { createBirpc } from 'birpc'
import {
  callsByName,
  findFunction,
  workbenchEvents,
  type WorkbenchApi,
  type WorkbenchEvent,
  type WorkbenchEvents,
} from './api.ts'
import type { Channel } from './channel.ts'
import type { AnyCall } from './define-calls.ts'
import { EventBatches } from './event-batches.ts'
import { MOST_CALLS_AT_ONCE } from './limits.ts'
import { parseInput } from './parse-input.ts'
import { WorkbenchError } from './types.ts'
import {
  CANCEL,
  EVENTS,
  noTimeout,
  PROGRESS,
  requestSchema,
  type WireAnswer,
  type WireProgress,
} from './wire.ts'

/** What is served: the backend's workbench, or what a test puts in its place. */
export interface ServedWorkbench {
  readonly api: WorkbenchApi
  subscribe(listener: Partial<WorkbenchEvents>): () => void
}

export interface ServeOptions {
  /** Called with defects: errors that are no WorkbenchError. The window gets a sentence instead. */
  logError: (message: string, error: unknown) => void
}

/**
 * Serves the workbench over a channel until either side closes it; then the long calls of this window are cancelled.
 *
 * @returns stops serving; the workbench itself goes on.
 */
export function serveWorkbench(
  workbench: ServedWorkbench,
  channel: Channel,
  options: ServeOptions,
): () => void {
  let openCalls = 0
  /** The window's long calls under way, by its numbers for them. */
  const longCalls = new Map<number, AbortController>()
  const rpc = createBirpc<Record<string, (payload: unknown) => void>, object, false>(
    {},
    {
      post: (message) => channel.send(message),
      // A message of another shape would throw within birpc, outside of every catch, and end the process.
      on: (receive) => {
        channel.onMessage((message) => {
          const request = requestSchema.safeParse(message)
          if (request.success) receive(request.data)
        })
      },
      proxify: false,
      timeout: noTimeout,
      resolver: (name) => (input: unknown, callId?: number) =>
        name === CANCEL ? longCalls.get(input as number)?.abort() : answer(name, input, callId),
      onGeneralError: (error) => {
        options.logError('An answer could not be sent.', error)
        return true
      },
    },
  )

  const send = (name: string, payload: unknown, isPassing: boolean) => {
    if (isPassing && channel.isCongested?.() === true) return
    rpc
      .$callEvent(name, payload)
      .catch((error: unknown) => options.logError(`'${name}' could not be sent.`, error))
  }
  const batches = new EventBatches((events) => send(EVENTS, events, false))
  const eventNames = Object.keys(workbenchEvents) as WorkbenchEvent[]
  const unsubscribe = workbench.subscribe(
    Object.fromEntries(
      eventNames.map((name) => [
        name,
        (payload: unknown) => {
          if (!workbenchEvents[name].isPassing || channel.isCongested?.() !== true) batches.add(name, payload)
        },
      ]),
    ),
  )

  async function answer(name: string, input: unknown, callId: number | undefined): Promise<WireAnswer> {
    openCalls++
    try {
      if (openCalls > MOST_CALLS_AT_ONCE) {
        throw new WorkbenchError(
          'invalid',
          `${name}: expected at most ${MOST_CALLS_AT_ONCE} calls at once, got more`,
        )
      }
      const description = callsByName.get(name)
      if (description === undefined) throw new WorkbenchError('invalid', `There is no call '${name}'.`)
      const parsed = parseInput(description, input)
      const work = description.isLong
        ? carryOut(description, name, parsed, callId)
        : findFunction(workbench.api, name)(parsed)
      const value = await work
      // What an answer tells is newer than the events before it.
      batches.flush()
      return { ok: true, value }
    } catch (error) {
      batches.flush()
      return { ok: false, error: describeError(name, error) }
    } finally {
      openCalls--
    }
  }

  async function carryOut(
    { isPassing }: Extract<AnyCall, { isLong: true }>,
    name: string,
    input: unknown,
    callId: number | undefined,
  ): Promise<unknown> {
    if (callId === undefined || longCalls.has(callId)) {
      throw new WorkbenchError('invalid', `The call '${name}' needs a number of its own.`)
    }
    const ending = new AbortController()
    const { signal } = ending
    const onProgress = (value: unknown) => {
      const progress: WireProgress = { callId, value }
      if (!signal.aborted) send(PROGRESS, progress, isPassing(value as never))
    }
    longCalls.set(callId, ending)
    try {
      return await findFunction(workbench.api, name)(input, { signal, onProgress })
    } finally {
      longCalls.delete(callId)
    }
  }

  function describeError(name: string, error: unknown): Extract<WireAnswer, { ok: false }>['error'] {
    if (error instanceof WorkbenchError) {
      return { code: error.code, message: error.message, problems: error.problems }
    }
    options.logError(`The call '${name}' failed.`, error)
    return {
      code: 'internal',
      message: `Something went wrong in the workbench (${name}).`,
      problems: [],
    }
  }

  const close = () => {
    unsubscribe()
    batches.close()
    if (!rpc.$closed) rpc.$close()
    for (const ending of longCalls.values()) ending.abort()
  }
  channel.onClose(close)
  return () => {
    close()
    channel.close()
  }
}
