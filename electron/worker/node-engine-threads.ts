import { availableParallelism } from 'node:os'
import { Worker, type ResourceLimits } from 'node:worker_threads'
import type { EngineThreads, ThreadState } from '#core/engine/wasm/engine-threads.ts'

/** What a thread beside the engine's does: it has nothing but the compiled kernels, so it needs no file of its own. */
const SERVE = `
  const { module, memory, net, thread, ready } = require('node:worker_threads').workerData
  const { serve } = new WebAssembly.Instance(module, { env: { memory } }).exports
  Atomics.store(ready, 0, 1)
  serve(net, thread)
`

export interface NodeEngineThreadsOptions {
  /** The script of a thread; by default that which serves the engine. */
  readonly script?: string
  readonly resourceLimits?: ResourceLimits
}

/** Worker threads for an engine. @param count all threads together, the caller's included; by default one for each core */
export function nodeEngineThreads(
  count = availableParallelism(),
  { script = SERVE, resourceLimits }: NodeEngineThreadsOptions = {},
): EngineThreads {
  return {
    count,
    now: () => performance.now(),
    start: (job) => {
      const ready = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
      let failure: Error | undefined
      // Work ends by the engine's close, or together with the thread that started it.
      const worker = new Worker(script, {
        eval: true,
        workerData: { ...job, ready },
        name: 'engine',
        ...(resourceLimits && { resourceLimits }),
      })
      // Without a listener it would be an error that nobody caught, and end the program or the training's thread.
      worker.on('error', (error: Error) => {
        failure = new Error(`A thread of the engine failed: ${error.message}`, { cause: error })
      })
      worker.on('exit', () => {
        if (ready[0] === 0) failure ??= new Error('A thread of the engine ended before it began')
      })
      worker.unref()
      return (): ThreadState => failure ?? (Atomics.load(ready, 0) === 1 ? 'ready' : 'starting')
    },
  }
}
