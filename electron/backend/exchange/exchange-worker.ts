import { parentPort } from 'node:worker_threads'
import { WorkbenchError } from '#contract/types.ts'
import type { ExchangeCommand, ExchangeFailure, ExchangeReport } from './exchange-jobs.ts'
import { exportRunFile } from './export-run-file.ts'
import { importRunFile } from './import-run-file.ts'
import { ThreadControl } from './thread-control.ts'

/**
 * The entry of the thread that reads and writes files of runs, one job at a time. SQLite works synchronously, so on the
 * main thread a large file would hold up every window and the messages of the trainings.
 */
if (parentPort === null) throw new Error('exchange-worker.ts runs in a worker thread only')
const port = parentPort

const post = (report: ExchangeReport): void => port.postMessage(report)

async function work({ job, cancelled }: ExchangeCommand): Promise<void> {
  const control = new ThreadControl(new Int32Array(cancelled), job.type, (progress) =>
    post({ type: 'progressed', progress }),
  )
  try {
    const result = job.type === 'import' ? importRunFile(job, control) : await exportRunFile(job, control)
    post({ type: 'done', result })
  } catch (error) {
    post({ type: 'failed', failure: describe(error) })
  }
}

port.on('message', (command: ExchangeCommand) => void work(command))

function describe(error: unknown): ExchangeFailure {
  if (error instanceof WorkbenchError) return { kind: 'workbench', code: error.code, message: error.message }
  const { message, stack, code, syscall, path } = (
    error instanceof Error ? error : new Error(String(error))
  ) as NodeJS.ErrnoException
  return { kind: 'other', message, stack, code, syscall, path }
}
