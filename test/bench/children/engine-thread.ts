import { workerData } from 'node:worker_threads'

/** A worker thread of the engine: works on the shared memory until the engine is closed. */
const { module, memory, net, thread } = workerData as {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  net: number
  thread: number
}
const { exports } = new WebAssembly.Instance(module, { env: { memory } })
;(exports.serve as (net: number, thread: number) => void)(net, thread)
