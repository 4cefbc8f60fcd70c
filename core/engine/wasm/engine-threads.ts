import type { WasmMemory, WasmModule } from './web-assembly.ts'

/** A thread beside the caller's, as far as it has come: one that failed says why. */
export type ThreadState = 'starting' | 'ready' | Error

/** Threads beside the caller's. */
export interface EngineThreads {
  /** All threads together, the caller's included. */
  readonly count: number
  /** A clock, in milliseconds, by which the engine sees whether they are quicker than one; without it, all work. */
  readonly now?: () => number
  /**
   * Starts a thread that instantiates the module on the memory (its import `env.memory`) and calls its export
   * `serve(net, thread)`, which returns when the engine is closed. The engine works without it until it is ready, as
   * nothing could end its wait for a thread that never comes. One that fails later says so in its state and
   * then calls the export `fail(net)`, which ends the wait of all others. @returns what asks for its state
   */
  readonly start: (job: {
    readonly module: WasmModule
    readonly memory: WasmMemory
    readonly net: number
    readonly thread: number
  }) => () => ThreadState
}
