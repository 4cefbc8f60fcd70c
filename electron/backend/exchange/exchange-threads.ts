import { Worker } from 'node:worker_threads'
import { type FileWorkProgress, WorkbenchError } from '#contract/types.ts'
import { cancelled } from '#contract/wire.ts'
import { EXCHANGE_THREAD } from '../thread-files.ts'
import { THREAD_LIMITS } from '../../worker/thread-limits.ts'
import type {
  ExchangeCommand,
  ExchangeFailure,
  ExchangeJob,
  ExchangeReport,
  ExchangeResults,
} from './exchange-jobs.ts'

export interface RunJobOptions {
  /** Ends the job; what it had made is removed before the call rejects. */
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: FileWorkProgress) => void) | undefined
}

/** Threads for files of runs: one for each job at work, of which one is kept for the next job. */
export class ExchangeThreads {
  readonly #workerUrl: URL
  readonly #running = new Map<Promise<unknown>, AbortController>()
  #idle: Worker | undefined

  /** @param workerUrl the thread's program; by default the one that is made of the sources */
  constructor(workerUrl: URL = EXCHANGE_THREAD) {
    this.#workerUrl = workerUrl
  }

  /**
   * Does a job in a thread.
   * @throws WorkbenchError `cancelled`, WorkbenchError, or NodeJS.ErrnoException of the file
   */
  run<Type extends ExchangeJob['type']>(
    job: Extract<ExchangeJob, { type: Type }>,
    { signal, onProgress }: RunJobOptions = {},
  ): Promise<ExchangeResults[Type]> {
    const closing = new AbortController()
    const signals = signal === undefined ? [closing.signal] : [closing.signal, signal]
    const running = this.#run(job, AbortSignal.any(signals), onProgress)
    this.#running.set(running, closing)
    const forget = (): void => void this.#running.delete(running)
    running.then(forget, forget)
    return running as Promise<ExchangeResults[Type]>
  }

  /** Cancels all jobs and waits until they have cleaned up. */
  async close(): Promise<void> {
    for (const closing of this.#running.values()) closing.abort()
    await Promise.allSettled(this.#running.keys())
    const idle = this.#idle
    this.#idle = undefined
    await idle?.terminate()
  }

  async #run(
    job: ExchangeJob,
    signal: AbortSignal,
    onProgress: RunJobOptions['onProgress'],
  ): Promise<ExchangeResults[ExchangeJob['type']]> {
    if (signal.aborted) throw cancelled()
    const worker = this.#idle ?? this.#start()
    this.#idle = undefined
    worker.ref()
    const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
    const cancel = (): void => {
      const numbers = new Int32Array(flag)
      Atomics.store(numbers, 0, 1)
      Atomics.notify(numbers, 0)
    }
    signal.addEventListener('abort', cancel)
    const { promise, resolve, reject } = Promise.withResolvers<ExchangeResults[ExchangeJob['type']]>()
    const hear = (report: ExchangeReport): void => {
      if (report.type === 'progressed') onProgress?.(report.progress)
      else if (report.type === 'done') resolve(report.result)
      else reject(errorOf(report.failure))
    }
    const die = (error: unknown): void => {
      const reason = error instanceof Error ? error.message : 'it ended unexpectedly'
      reject(new WorkbenchError('internal', `The thread for files failed: ${reason}`))
    }
    worker.on('message', hear).once('error', die).once('exit', die)
    try {
      worker.postMessage({ job, cancelled: flag } satisfies ExchangeCommand)
      const result = await promise
      this.#keep(worker)
      return result
    } catch (error) {
      if (error instanceof WorkbenchError && error.code === 'internal') void worker.terminate()
      else this.#keep(worker)
      throw error
    } finally {
      signal.removeEventListener('abort', cancel)
      worker.off('message', hear).off('error', die).off('exit', die)
    }
  }

  /** A new thread. One that fails while it has no job is forgotten, and the next job gets another. */
  #start(): Worker {
    const worker = new Worker(this.#workerUrl, { name: 'exchange', resourceLimits: THREAD_LIMITS })
    const forget = (): void => {
      if (this.#idle === worker) this.#idle = undefined
    }
    return worker.on('error', forget).on('exit', forget)
  }

  #keep(worker: Worker): void {
    if (this.#idle !== undefined) {
      void worker.terminate()
      return
    }
    worker.unref()
    this.#idle = worker
  }
}

function errorOf(failure: ExchangeFailure): Error {
  switch (failure.kind) {
    case 'workbench':
      return new WorkbenchError(failure.code, failure.message)
    case 'other': {
      const { message, stack, code, syscall, path } = failure
      const error = new Error(message)
      // An error about a file has these; one without them is a defect, whose stack shows where.
      return Object.assign(error, { stack }, code === undefined ? {} : { code, syscall, path })
    }
  }
}
