import { createBirpc } from 'birpc'
import { z } from 'zod'
import type { Channel } from './channel.ts'
import { isWorkbenchMethod, workbenchEvents, type WorkbenchEvent, type WorkbenchMethod } from './methods.ts'
import { noTimeout, type WireAnswer } from './rpc.ts'
import { WorkbenchError, type WorkbenchApi, type WorkbenchEvents } from './types.ts'

/** What is served: the backend's workbench, or what a test puts in its place. */
export interface ServedWorkbench {
  readonly api: WorkbenchApi
  subscribe(listener: Partial<WorkbenchEvents>): () => void
}

export interface ServeOptions {
  /** Checks what a call brings. @throws WorkbenchError `invalid` */
  parseInput: (method: WorkbenchMethod, input: unknown) => unknown
  /** Hears of defects: errors that are no WorkbenchError. The window gets a sentence instead. */
  logError: (message: string, error: unknown) => void
}

/** Events that the next one of their kind makes void; a slow window can do without some of them. */
const passingEvents: ReadonlySet<WorkbenchEvent> = new Set([
  'trainingProgressed',
  'learningCurveProgressed',
  'whatIfProgressed',
  'downloadProgressed',
])

/** Long calls whose answer is of use to the caller alone: how to end one when the caller leaves before it. */
const endings: Partial<Record<WorkbenchMethod, (api: WorkbenchApi, input: never) => Promise<void>>> = {
  drawLearningCurve: (api, { curveId }: { curveId: string }) => api.cancelLearningCurve({ curveId }),
  drawWhatIf: (api, { whatIfId }: { whatIfId: string }) => api.cancelWhatIf({ whatIfId }),
}

/** The only message that a window may send: one call with at most one argument. */
const requestSchema = z.object({
  t: z.literal('q'),
  i: z.string().max(64),
  m: z.string().max(64),
  a: z.array(z.unknown()).max(1),
})

/**
 * Serves the workbench over a channel until either side closes it.
 *
 * @returns stops serving; the workbench itself goes on.
 */
export function serveWorkbench(
  workbench: ServedWorkbench,
  channel: Channel,
  options: ServeOptions,
): () => void {
  /** Ends what the window alone waits for. */
  const waiting = new Set<() => Promise<void>>()
  const rpc = createBirpc<Record<string, (event: unknown) => void>, object, false>(
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
      resolver: (name) => (input: unknown) => answer(workbench, name, input, { ...options, waiting }),
      onGeneralError: (error) => {
        options.logError('An answer could not be sent.', error)
        return true
      },
    },
  )

  const tell = (event: WorkbenchEvent) => (payload: unknown) => {
    if (passingEvents.has(event) && channel.isCongested?.() === true) return
    rpc
      .$callEvent(event, payload)
      .catch((error: unknown) => options.logError(`'${event}' could not be sent.`, error))
  }
  const unsubscribe = workbench.subscribe(
    Object.fromEntries(workbenchEvents.map((event) => [event, tell(event)])),
  )

  const close = () => {
    unsubscribe()
    if (!rpc.$closed) rpc.$close()
    for (const end of waiting) {
      end().catch((error: unknown) => options.logError('A call could not be ended.', error))
    }
  }
  channel.onClose(close)
  return () => {
    close()
    channel.close()
  }
}

async function answer(
  workbench: ServedWorkbench,
  method: string,
  input: unknown,
  options: ServeOptions & { readonly waiting: Set<() => Promise<void>> },
): Promise<WireAnswer> {
  let end: (() => Promise<void>) | undefined
  try {
    if (!isWorkbenchMethod(method)) throw new WorkbenchError('invalid', `There is no call '${method}'.`)
    const parsed = options.parseInput(method, input)
    const ending = endings[method]
    if (ending !== undefined) options.waiting.add((end = () => ending(workbench.api, parsed as never)))
    return { ok: true, value: await workbench.api[method](parsed as never) }
  } catch (error) {
    if (error instanceof WorkbenchError) {
      return { ok: false, error: { code: error.code, message: error.message, problems: error.problems } }
    }
    options.logError(`The call '${method}' failed.`, error)
    return {
      ok: false,
      error: {
        code: 'internal',
        message: `Something went wrong in the workbench (${method}).`,
        problems: [],
      },
    }
  } finally {
    if (end !== undefined) options.waiting.delete(end)
  }
}
