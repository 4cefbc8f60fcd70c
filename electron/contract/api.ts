import { analysisCalls } from './calls/analysis.ts'
import { appCalls } from './calls/app.ts'
import { assignmentCalls } from './calls/assignments.ts'
import { dataCalls, dataEvents } from './calls/data.ts'
import { fileCalls } from './calls/files.ts'
import { ownDigitCalls, ownDigitEvents } from './calls/own-digits.ts'
import { presetCalls, presetEvents } from './calls/presets.ts'
import { runCalls, runEvents } from './calls/runs.ts'
import { storeCalls } from './calls/stores.ts'
import { sweepCalls, sweepEvents } from './calls/sweeps.ts'
import type { AnyCall, ApiOf, HandlersOf, ListenersOf, LongCallOptions } from './define-calls.ts'

/** All calls of the window, by area. Everything else about a call follows from its entry. */
export const workbenchCalls = {
  app: appCalls,
  stores: storeCalls,
  data: dataCalls,
  ownDigits: ownDigitCalls,
  presets: presetCalls,
  runs: runCalls,
  sweeps: sweepCalls,
  analysis: analysisCalls,
  files: fileCalls,
  assignments: assignmentCalls,
}

/** All events that the backend sends to windows. */
export const workbenchEvents = {
  ...runEvents,
  ...sweepEvents,
  ...dataEvents,
  ...ownDigitEvents,
  ...presetEvents,
}

type Areas = typeof workbenchCalls

/** The calls as a window, the command line or a test makes them, as in `api.runs.list()`. */
export type WorkbenchApi = { readonly [Area in keyof Areas]: ApiOf<Areas[Area]> }

/** The calls as the backend carries them out. */
export type WorkbenchHandlers = { readonly [Area in keyof Areas]: HandlersOf<Areas[Area]> }

/** Listeners to the backend's events. */
export type WorkbenchEvents = ListenersOf<typeof workbenchEvents>
export type WorkbenchEvent = keyof WorkbenchEvents

/** Every call by its name on the wire, as in `runs.list`. */
export const callsByName: ReadonlyMap<string, AnyCall> = new Map(
  Object.entries<Record<string, AnyCall>>(workbenchCalls).flatMap(([area, calls]) =>
    Object.entries(calls).map(([name, description]): [string, AnyCall] => [`${area}.${name}`, description]),
  ),
)

/** Makes the call of this name. What is not given is undefined. */
export type PerformCall = (
  name: string,
  input: unknown,
  options: LongCallOptions<unknown> | undefined,
) => Promise<unknown>

/** The calls as functions, each of which hands its name and arguments to `perform`. */
export function createApi(perform: PerformCall): WorkbenchApi {
  const areas = Object.entries(workbenchCalls).map(([area, calls]) => [
    area,
    Object.fromEntries(
      Object.keys(calls).map((name) => [
        name,
        (input?: unknown, options?: LongCallOptions<unknown>) => perform(`${area}.${name}`, input, options),
      ]),
    ),
  ])
  return Object.fromEntries(areas) as WorkbenchApi
}

/** The function of an API that a call's name stands for; the name is one of `callsByName`. */
export function findFunction(
  api: WorkbenchApi | WorkbenchHandlers,
  name: string,
): (input: unknown, second?: unknown) => unknown {
  const [area = '', method = ''] = name.split('.')
  const functions = (api as unknown as Record<string, Record<string, (...input: unknown[]) => unknown>>)[area]
  if (functions?.[method] === undefined) throw new Error(`There is no call '${name}'`)
  return (input, second) => functions[method]!(input, second)
}

/** Own names alone: `constructor` and `toString` are no events. */
export function isWorkbenchEvent(name: unknown): name is WorkbenchEvent {
  return typeof name === 'string' && Object.hasOwn(workbenchEvents, name)
}
