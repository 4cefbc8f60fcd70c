import { parentPort } from 'node:worker_threads'
import { getHeapSpaceStatistics } from 'node:v8'
import type { WorkerCommand, WorkerReport } from '../../../../electron/worker/messages.ts'

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')!.space_size
}

/** A worker thread that trains nothing: it keeps making objects that live for a while, and reports the room that V8 took for new ones as its number of mini-batches. */
parentPort?.on('message', (command: WorkerCommand) => {
  if (command.type !== 'train') return
  const kept: object[] = []
  for (let k = 0; k < 6_000_000; k++) kept[k % 200_000] = { k, half: k / 2 }
  const nowhere = { epoch: 0, epochs: 1, batch: 0, examplesPerSecond: null, remainingMs: null, recent: null }
  parentPort!.postMessage({
    type: 'progressed',
    progress: { phase: 'training', ...nowhere, batches: newSpaceBytes() },
  } satisfies WorkerReport)
  parentPort!.postMessage({ type: 'ended', outcome: 'stopped' } satisfies WorkerReport)
})
