import { parentPort } from 'node:worker_threads'
import type { WorkerCommand } from '../../../../electron/worker/messages.ts'

/** A worker thread that never comes back from a mini-batch. */
parentPort?.on('message', (command: WorkerCommand) => {
  if (command.type !== 'train') return
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
})
