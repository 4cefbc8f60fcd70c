import { z } from 'zod'

/** One call of the window, described once: the schema of its one argument and, as a type, what it answers. */
export interface Call<Input extends z.ZodType, Result> {
  readonly isLong: false
  readonly input: Input
  /** Carries the type; never there at run time. */
  readonly result?: Result
}

/** A call that takes its time: it reports progress, can be cancelled, and answers at its end. */
export interface LongCall<Input extends z.ZodType, Progress, Result> {
  readonly isLong: true
  readonly input: Input
  /** Whether a later report makes this one void, so that a window that reads slowly can miss it. */
  readonly isPassing: (progress: Progress) => boolean
  /** Carries the type; never there at run time. */
  readonly result?: Result
}

export type AnyCall = Call<z.ZodType, unknown> | LongCall<z.ZodType, never, unknown>

/** What a call takes, as its schema leaves it. */
export type InputOf<SomeCall extends AnyCall> = z.output<SomeCall['input']>

/** What the caller of a long call may pass beside its input. */
export interface LongCallOptions<Progress> {
  readonly onProgress?: ((progress: Progress) => void) | undefined
  /** Cancels the call, which then rejects with a WorkbenchError `cancelled` as soon as its work has ended. */
  readonly signal?: AbortSignal | undefined
}

/** What the handler of a long call gets beside its input. */
export interface LongWork<Progress> {
  /** Aborted when the caller cancels or leaves; its reason is a WorkbenchError `cancelled`. */
  readonly signal: AbortSignal
  readonly report: (progress: Progress) => void
}

type ArgumentsOf<Input extends z.ZodType> = Input extends z.ZodUndefined ? [] : [input: z.output<Input>]

/** Calls as a caller sees them. */
export type ApiOf<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends LongCall<infer Input, infer Progress, infer Result>
    ? (input: z.output<Input>, options?: LongCallOptions<Progress>) => Promise<Result>
    : Calls[Name] extends Call<infer Input, infer Result>
      ? (...input: ArgumentsOf<Input>) => Promise<Result>
      : never
}

/** Calls as the backend carries them out. What a handler throws rejects the call. */
export type HandlersOf<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends LongCall<infer Input, infer Progress, infer Result>
    ? (input: z.output<Input>, work: LongWork<Progress>) => Promise<Result>
    : Calls[Name] extends Call<infer Input, infer Result>
      ? (...input: ArgumentsOf<Input>) => Result | Promise<Result>
      : never
}

interface CallBuilder<Input extends z.ZodType> {
  returns<Result>(): Call<Input, Result>
  returnsNothing(): Call<Input, void>
}

const nothing = z.undefined('expected no argument')

/** Describes a call, as in `call(z.strictObject({ runId })).returns<RunDetail>()`. */
export function call(): CallBuilder<z.ZodUndefined>
export function call<Input extends z.ZodType>(input: Input): CallBuilder<Input>
export function call(input: z.ZodType = nothing): CallBuilder<z.ZodType> {
  const returns = (): Call<z.ZodType, never> => ({ isLong: false, input })
  return { returns, returnsNothing: returns }
}

/** Describes a long call, as in `longCall(z.strictObject({ … })).reports<Progress>().returns<Result>()`. */
export function longCall<Input extends z.ZodType>(
  input: Input,
): {
  /** @param isPassing see `LongCall`; by default every report is */
  reports<Progress>(isPassing?: (progress: Progress) => boolean): {
    returns<Result>(): LongCall<Input, Progress, Result>
  }
} {
  return {
    reports: (isPassing = () => true) => ({ returns: () => ({ isLong: true, input, isPassing }) }),
  }
}

/** An event that the backend sends to every window. */
export interface WorkbenchEventKind<Payload> {
  /** Whether the next event of its kind supersedes it, so that a window that reads slowly may miss it. */
  readonly isPassing: boolean
  /** Whether a later event makes an earlier one void that has not been sent yet; undefined where none ever does. */
  readonly supersedes?: ((later: Payload, earlier: Payload) => boolean) | undefined
  /** Carries the type; never there at run time. */
  readonly payload?: Payload
}

/** Listeners by the events' names. */
export type ListenersOf<Events> = {
  readonly [Name in keyof Events]: Events[Name] extends WorkbenchEventKind<infer Payload>
    ? (payload: Payload) => void
    : never
}

/** Describes an event, as in `event<RunSummary>()`. */
export function event<Payload>(
  options: Partial<Pick<WorkbenchEventKind<Payload>, 'isPassing' | 'supersedes'>> = {},
): WorkbenchEventKind<Payload> {
  return { isPassing: options.isPassing ?? false, supersedes: options.supersedes }
}
