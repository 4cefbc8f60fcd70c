import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { EngineThreads } from '#core/engine/wasm/engine-threads.ts'

/** What a thread beside the engine's does: it has nothing but the compiled kernels, so it needs no file of its own. */
const SERVE = `
  const { module, memory, net, thread } = require('node:worker_threads').workerData
  new WebAssembly.Instance(module, { env: { memory } }).exports.serve(net, thread)
`

/** Worker threads for an engine. @param count all threads together, the caller's included; by default one for each core */
export function nodeEngineThreads(count = availableParallelism()): EngineThreads {
  return {
    count,
    now: () => performance.now(),
    start: (job) => {
      // Work ends by the engine's close, or together with the thread that started it.
      new Worker(SERVE, { eval: true, workerData: job, name: 'engine' }).unref()
    },
  }
}
