import { parentPort, workerData } from 'node:worker_threads'
import { DataError } from '#core/data/data-set.ts'
import type { WorkerCommand, WorkerOptions, WorkerReport } from './messages.ts'
import type { Task } from './task-messages.ts'
import { DataCache } from './data-cache.ts'
import { fuseKernels } from './fused-kernels.ts'
import { runTask } from './tasks.ts'
import { findFailure } from './find-failure.ts'
import { TrainingLoop } from './training-loop.ts'

/** The entry of a worker thread: trains one recipe at a time, and does tasks on data sets. */
if (parentPort === null) throw new Error('training-worker.ts runs in a worker thread only')
const port = parentPort
const options = workerData as WorkerOptions
fuseKernels(options.fusingLock)
const data = new DataCache(options)

let loop: TrainingLoop | undefined

function post(report: WorkerReport, transfer: readonly ArrayBuffer[] = []): void {
  port.postMessage(report, transfer)
}

async function train(command: Extract<WorkerCommand, { type: 'train' }>): Promise<void> {
  loop = new TrainingLoop({
    command,
    load: (...request) => data.load(...request),
    profileOf: (loaded) => data.profileOf(loaded),
    release: (loaded) => data.release(loaded),
    post,
  })
  const outcome = await loop.run()
  loop = undefined
  post({ type: 'ended', ...outcome })
}

async function doTask(id: number, task: Task): Promise<void> {
  try {
    const { result, transfer } = await runTask(task, data, (update) =>
      post({ type: 'taskUpdated', id, update }),
    )
    post({ type: 'taskDone', id, result }, transfer)
  } catch (error) {
    const code = error instanceof DataError ? 'data' : 'internal'
    post({ type: 'taskFailed', id, code, failure: findFailure(error) })
  }
}

port.on('message', (command: WorkerCommand) => {
  switch (command.type) {
    case 'train':
      void train(command)
      break
    case 'pause':
      loop?.pause()
      break
    case 'resume':
      loop?.resume()
      break
    case 'step':
      loop?.step()
      break
    case 'stop':
      loop?.stop()
      break
    case 'stored':
      loop?.noteStored()
      break
    case 'task':
      void doTask(command.id, command.task)
      break
  }
})
