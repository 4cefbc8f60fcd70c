import { parentPort } from 'node:worker_threads'
import type { WorkerCommand, WorkerReport } from '../../../../electron/worker/messages.ts'

function post(report: WorkerReport): void {
  parentPort?.postMessage(report)
}

/** A worker thread that trains nothing, and reports the threads that it may use as its number of mini-batches. */
parentPort?.on('message', (command: WorkerCommand) => {
  if (command.type === 'train') {
    const nowhere = {
      epoch: 0,
      epochs: 1,
      batch: 0,
      examplesPerSecond: null,
      remainingMs: null,
      recent: null,
    }
    post({ type: 'progressed', progress: { phase: 'training', ...nowhere, batches: command.threads } })
  }
  if (command.type === 'stop') post({ type: 'ended', outcome: 'stopped' })
})
