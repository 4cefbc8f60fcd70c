import { availableParallelism } from 'node:os'
import { Worker, type ResourceLimits } from 'node:worker_threads'
import type { EngineThreads, ThreadState } from '#core/engine/wasm/engine-threads.ts'

/** States of a thread in the memory that it shares with the engine's. */
const STARTING = 0
const READY = 1
const FAILED = 2
/** What is shared: the state, how many bytes the failure's words have, and the words. */
const HEAD = 2 * Int32Array.BYTES_PER_ELEMENT
const WORDS = 1000

/**
 * What a thread beside the engine's does: it has nothing but the compiled kernels, so it needs no file of its own. The
 * engine's thread, which waits within a kernel, hears no event of it: so why it failed stands in shared memory. A thread
 * that traps because another has failed keeps silent.
 */
const SERVE = `
  const { module, memory, net, thread, shared } = require('node:worker_threads').workerData
  const { serve, fail, hasFailed } = new WebAssembly.Instance(module, { env: { memory } }).exports
  const head = new Int32Array(shared, 0, 2)
  Atomics.store(head, 0, ${READY})
  try {
    serve(net, thread)
  } catch (error) {
    if (!hasFailed(net)) {
      const { written } = new TextEncoder().encodeInto(String(error), new Uint8Array(shared, ${HEAD}))
      Atomics.store(head, 1, written)
      Atomics.store(head, 0, ${FAILED})
      fail(net)
    }
  }
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
      const shared = new SharedArrayBuffer(HEAD + WORDS)
      const head = new Int32Array(shared, 0, 2)
      let failure: Error | undefined
      // Work ends by the engine's close, or together with the thread that started it.
      const worker = new Worker(script, {
        eval: true,
        workerData: { ...job, shared },
        name: 'engine',
        ...(resourceLimits && { resourceLimits }),
      })
      // Without a listener it would be an error that nobody caught, and end the program or the training's thread.
      worker.on('error', (error: Error) => {
        failure = new Error(`A thread of the engine failed: ${error.message}`, { cause: error })
      })
      worker.on('exit', () => {
        if (head[0] === STARTING) failure ??= new Error('A thread of the engine ended before it began')
      })
      worker.unref()
      return (): ThreadState => {
        const state = Atomics.load(head, 0)
        if (state === FAILED)
          failure ??= new Error(`A thread of the engine failed: ${readWords(shared, head[1]!)}`)
        return failure ?? (state === READY ? 'ready' : 'starting')
      }
    },
  }
}

function readWords(shared: SharedArrayBuffer, bytes: number): string {
  return new TextDecoder().decode(new Uint8Array(shared, HEAD, bytes).slice())
}
