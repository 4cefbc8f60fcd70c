import { parentPort } from 'node:worker_threads'

/** A worker thread with a defect. */
parentPort?.on('message', () => {
  throw new Error('the defect')
})
