import { z } from 'zod'
import type { RecipeProblem } from '#core/recipe/recipe.ts'
import { WorkbenchError, type ErrorCode } from './types.ts'

/** A call never fails on the wire: it answers with its value or with an error in plain fields. */
export type WireAnswer =
  | { ok: true; value: unknown }
  | { ok: false; error: { code: ErrorCode; message: string; problems: readonly RecipeProblem[] } }

/** A call waits as long as it takes: making a data set or a queue of trainings has no fixed time. */
export const noTimeout = -1

/** From the window: ends a long call. Calls' names have a dot in them, so this is none of them. */
export const CANCEL = 'cancel'
/** To the window: what a long call reports. No event has this name. */
export const PROGRESS = 'progress'

/** To the window: events that go together, a list of names with payloads. No event has this name. */
export const EVENTS = 'events'

/** The argument of `PROGRESS`. */
export interface WireProgress {
  /** The window's own number of the call. */
  readonly callId: number
  readonly value: unknown
}

const callId = z.int().min(0)

/** The messages that a window may send: a call with its argument, a long one with its number, or the end of one. */
export const requestSchema = z.union([
  z.object({
    t: z.literal('q'),
    i: z.string().max(64),
    m: z.string().max(64),
    a: z.union([z.tuple([]), z.tuple([z.unknown()]), z.tuple([z.unknown(), callId])]),
  }),
  z.object({ t: z.literal('q'), m: z.literal(CANCEL), a: z.tuple([callId]) }),
])

/** What a long call is refused with, or ended by, once it is cancelled. */
export function cancelled(message = 'It was cancelled.'): WorkbenchError {
  return new WorkbenchError('cancelled', message)
}
