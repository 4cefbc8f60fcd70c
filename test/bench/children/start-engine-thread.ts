import { Worker } from 'node:worker_threads'
import type { EngineThreads } from '#core/engine/wasm/wasm-engine.ts'

/** Starts a thread of the engine in a worker thread. */
export const startEngineThread: EngineThreads['start'] = (job) => {
  new Worker(new URL('engine-thread.ts', import.meta.url), { workerData: job })
}
