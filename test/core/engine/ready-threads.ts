import type { EngineThreads } from '#core/engine/wasm/engine-threads.ts'

/** The same threads, each waited for at its start: an engine computes alone until all are ready. */
export function readyThreads(threads: EngineThreads): EngineThreads {
  const nothing = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  return {
    ...threads,
    start: (job) => {
      const stateOf = threads.start(job)
      while (stateOf() === 'starting') Atomics.wait(nothing, 0, 0, 1)
      return stateOf
    },
  }
}
