import { parentPort } from 'node:worker_threads'
import { WorkbenchError } from '#contract/types.ts'
import type { ExchangeCommand, ExchangeFailure, ExchangeReport, ExchangeResults } from './exchange-jobs.ts'
import { exportRunFile } from './export-run-file.ts'
import { importRunFile } from './import-run-file.ts'
import { mergeLog } from './merge-log.ts'
import { ThreadControl } from './thread-control.ts'

/**
 * The entry of the thread that reads and writes files of runs, one job at a time. SQLite works synchronously, so on the
 * main thread a large file would hold up every window and the messages of the trainings.
 */
if (parentPort === null) throw new Error('exchange-worker.ts runs in a worker thread only')
const port = parentPort

const post = (report: ExchangeReport): void => port.postMessage(report)

async function work({ job, cancelled }: ExchangeCommand): Promise<void> {
  try {
    post({ type: 'done', result: await doJob(job, cancelled) })
  } catch (error) {
    post({ type: 'failed', failure: describe(error) })
  }
}

async function doJob(
  job: ExchangeCommand['job'],
  cancelled: SharedArrayBuffer,
): Promise<ExchangeResults[ExchangeCommand['job']['type']]> {
  if (job.type === 'merge') return mergeLog(job)
  const control = new ThreadControl(new Int32Array(cancelled), job.type, (progress) =>
    post({ type: 'progressed', progress }),
  )
  return job.type === 'import' ? importRunFile(job, control) : exportRunFile(job, control)
}

port.on('message', (command: ExchangeCommand) => void work(command))

function describe(error: unknown): ExchangeFailure {
  if (error instanceof WorkbenchError) return { kind: 'workbench', code: error.code, message: error.message }
  const { message, stack, code, syscall, path } = (
    error instanceof Error ? error : new Error(String(error))
  ) as NodeJS.ErrnoException
  return { kind: 'other', message, stack, code, syscall, path }
}
