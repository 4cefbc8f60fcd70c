import type { Failure } from '#core/runs/reason.ts'
import { describeRunReason } from '#shared/words/reason-words.ts'
import { Worker } from 'node:worker_threads'
import { WorkbenchError } from '#contract/types.ts'
import { makeFusingLock } from '../../worker/fusing-lock.ts'
import { THREAD_LIMITS } from '../../worker/thread-limits.ts'
import type { TrainCommand, WorkerCommand, WorkerOptions, WorkerReport } from '../../worker/messages.ts'
import type { Task, TaskUpdate, TaskResults } from '../../worker/task-messages.ts'

export interface WorkerThreadOptions {
  readonly workerUrl: URL
  readonly workerOptions: Omit<WorkerOptions, 'fusingLock'>
  /** Replaces the names of data sets in a command by those that they have on this machine. */
  readonly localize?: ((command: WorkerCommand) => WorkerCommand) | undefined
}

type TaskReport = Extract<WorkerReport, { type: 'taskUpdated' | 'taskDone' | 'taskFailed' }>
/** What a thread reports of a training. */
export type TrainingReport = Exclude<WorkerReport, TaskReport>

const fusingLock = makeFusingLock()

interface PendingTask extends PromiseWithResolvers<TaskResults[Task['type']]> {
  readonly onUpdate: ((update: TaskUpdate) => void) | undefined
}

/** One worker thread: at most one training at a time, and tasks that answer once. */
export class WorkerThread {
  readonly #worker: Worker
  readonly #localize: (command: WorkerCommand) => WorkerCommand
  readonly #tasks = new Map<number, PendingTask>()
  #nextTask = 0
  #listener: ((report: TrainingReport) => void) | undefined
  /** Why the thread ended; undefined while it lives. */
  #death: Failure | undefined

  constructor({ workerUrl, workerOptions, localize = (command) => command }: WorkerThreadOptions) {
    this.#localize = localize
    this.#worker = new Worker(workerUrl, {
      workerData: { ...workerOptions, fusingLock } satisfies WorkerOptions,
      name: 'training',
      resourceLimits: THREAD_LIMITS,
    })
    this.#worker.on('message', (report: WorkerReport) => this.#receive(report))
    this.#worker.on('error', (error: Error) => this.#die(describeDeath(error)))
    this.#worker.on('exit', () => this.#die({ code: 'thread-ended' }))
  }

  get isAlive(): boolean {
    return this.#death === undefined
  }

  /**
   * Starts a training; `listener` gets its reports up to `ended`, which always comes, even when the thread dies.
   */
  train(command: TrainCommand, listener: (report: TrainingReport) => void): void {
    this.#listener = listener
    this.send(command)
    if (this.#death !== undefined) this.#failTraining(this.#death)
  }

  /** Sends a command; nothing happens where the thread has died. */
  send(command: WorkerCommand): void {
    if (this.isAlive) this.#worker.postMessage(this.#localize(command))
  }

  /** Does a task; a long one calls `onUpdate` while it runs. @throws WorkbenchError `data` or `internal` */
  async runTask<Name extends Task['type']>(
    task: Extract<Task, { type: Name }>,
    onUpdate?: (update: TaskUpdate<Name>) => void,
  ): Promise<TaskResults[Name]> {
    if (this.#death !== undefined) throw asError(this.#death)
    const id = this.#nextTask++
    const pending: PendingTask = {
      ...Promise.withResolvers<TaskResults[Task['type']]>(),
      // A task reports the updates of its own kind alone.
      onUpdate: onUpdate as PendingTask['onUpdate'],
    }
    this.#tasks.set(id, pending)
    this.send({ type: 'task', id, task })
    return (await pending.promise) as TaskResults[Name]
  }

  /** Ends the thread at once; a training in it is reported as `ended`, failed. */
  async terminate(): Promise<void> {
    await this.#worker.terminate()
  }

  /** Lets the program end while the thread has nothing to do. */
  setIdle(isIdle: boolean): void {
    if (isIdle) this.#worker.unref()
    else this.#worker.ref()
  }

  #receive(report: WorkerReport): void {
    switch (report.type) {
      case 'taskUpdated':
        this.#tasks.get(report.id)?.onUpdate?.(report.update)
        break
      case 'taskDone':
        this.#takeTask(report.id)?.resolve(report.result)
        break
      case 'taskFailed':
        this.#takeTask(report.id)?.reject(new WorkbenchError(report.code, describeRunReason(report.failure)))
        break
      case 'ended': {
        const listener = this.#listener
        this.#listener = undefined
        listener?.(report)
        break
      }
      case 'loaded':
      case 'progressed':
      case 'epochFinished':
      case 'paused':
      case 'resumed':
        this.#listener?.(report)
    }
  }

  #takeTask(id: number): PendingTask | undefined {
    const pending = this.#tasks.get(id)
    this.#tasks.delete(id)
    return pending
  }

  #die(death: Failure): void {
    if (this.#death !== undefined) return
    this.#death = death
    for (const pending of this.#tasks.values()) pending.reject(asError(death))
    this.#tasks.clear()
    this.#failTraining(death)
  }

  #failTraining(reason: Failure): void {
    const listener = this.#listener
    this.#listener = undefined
    listener?.({ type: 'ended', outcome: 'failed', reason })
  }
}

function describeDeath(error: Error): Failure {
  const isMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
  return isMemory
    ? { code: 'out-of-memory', detail: null }
    : { code: 'thread-failed', message: error.message }
}

function asError(death: Failure): WorkbenchError {
  return new WorkbenchError('internal', describeRunReason(death))
}
