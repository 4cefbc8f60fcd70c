import { createApi, type WorkbenchEvents } from '#contract/api.ts'
import type { Channel } from '#contract/channel.ts'
import { KeyRefusedError } from '#contract/web-socket-channel.ts'
import { connectWorkbench, type WorkbenchConnection } from '#contract/rpc.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { ConnectionState, WorkbenchClient } from './client.ts'

/** Waiting times between tries to connect, in milliseconds; the last one repeats. */
const RETRY_DELAYS_MS = [250, 500, 1000, 2000, 5000]

/** What a connection can do that survives the loss of it: the part of `WorkbenchClient` that is not about files. */
export type ReconnectingClient = Pick<WorkbenchClient, 'api' | 'subscribe' | 'onState' | 'retry' | 'close'>

/** Keeps one connection open: connects, and connects again after a loss, with growing pauses. */
export function createReconnectingClient(
  open: () => Promise<Channel>,
  delaysMs: readonly number[] = RETRY_DELAYS_MS,
): ReconnectingClient {
  let connection: WorkbenchConnection | null = null
  let state: ConnectionState = 'connecting'
  let reason: string | null = null
  let failures = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOpening = false
  let isClosed = false
  const stateListeners = new Set<(state: ConnectionState, reason: string | null) => void>()
  const subscriptions = new Map<Partial<WorkbenchEvents>, (() => void) | null>()

  function notify(next: ConnectionState, why: string | null): void {
    state = next
    reason = why
    for (const listener of stateListeners) listener(state, reason)
  }

  function planRetry(): void {
    clearTimeout(timer)
    if (isClosed) return
    timer = setTimeout(tryToOpen, delaysMs[Math.min(failures, delaysMs.length - 1)])
    failures++
  }

  function tryToOpen(): void {
    if (isOpening || isClosed || connection !== null) return
    isOpening = true
    clearTimeout(timer)
    void open()
      .then(takeChannel, (error: unknown) => {
        const isRefused = error instanceof KeyRefusedError
        notify(isRefused ? 'refused' : state, error instanceof Error ? error.message : String(error))
        if (!isRefused) planRetry()
      })
      .finally(() => {
        isOpening = false
      })
  }

  function takeChannel(channel: Channel): void {
    const opened = connectWorkbench(channel)
    connection = opened
    failures = 0
    for (const listener of subscriptions.keys()) subscriptions.set(listener, opened.subscribe(listener))
    channel.onClose((why) => {
      connection = null
      for (const listener of subscriptions.keys()) subscriptions.set(listener, null)
      notify('lost', why)
      planRetry()
    })
    notify('ready', null)
  }

  const api = createApi((name, input, options) =>
    connection === null
      ? Promise.reject(new WorkbenchError('disconnected', describeLoss(state)))
      : connection.perform(name, input, options),
  )

  tryToOpen()
  return {
    api,
    subscribe(listener) {
      subscriptions.set(listener, connection?.subscribe(listener) ?? null)
      return () => {
        subscriptions.get(listener)?.()
        subscriptions.delete(listener)
      }
    },
    onState(listener) {
      stateListeners.add(listener)
      listener(state, reason)
      return () => stateListeners.delete(listener)
    },
    retry: tryToOpen,
    close() {
      isClosed = true
      clearTimeout(timer)
      connection?.close()
    },
  }
}

function describeLoss(state: ConnectionState): string {
  if (state === 'refused') return new KeyRefusedError().message
  return state === 'lost'
    ? 'The connection to the workbench is lost. Trainings go on; the window connects again by itself.'
    : 'The window is not connected to the workbench yet.'
}
