import type { Task, TaskUpdate, TaskResults } from '../../worker/task-messages.ts'
import { WorkerThread, type WorkerThreadOptions } from './worker-thread.ts'

/** Threads kept after a training, with the data they have read, for the next one. */
const MAX_IDLE = 1

/** Creates worker threads, keeps an idle one for reuse, and has one more for short tasks, which never wait for a training. */
export class ThreadPool {
  readonly #options: WorkerThreadOptions
  readonly #all = new Set<WorkerThread>()
  readonly #idle: WorkerThread[] = []
  #taskThread: WorkerThread | undefined
  #tasksAtWork = 0

  constructor(options: WorkerThreadOptions) {
    this.#options = options
  }

  /** A thread for a training, to be given back. */
  acquire(): WorkerThread {
    for (let thread = this.#idle.pop(); thread !== undefined; thread = this.#idle.pop()) {
      if (thread.isAlive) {
        thread.setIdle(false)
        return thread
      }
      this.#all.delete(thread)
    }
    return this.#make()
  }

  release(thread: WorkerThread): void {
    if (thread.isAlive && this.#idle.length < MAX_IDLE) {
      thread.setIdle(true)
      this.#idle.push(thread)
    } else {
      this.#all.delete(thread)
      void thread.terminate()
    }
  }

  /** Does a task in the task thread. @throws WorkbenchError `data` or `internal` */
  async runTask<Name extends Task['type']>(task: Extract<Task, { type: Name }>): Promise<TaskResults[Name]> {
    if (this.#taskThread?.isAlive !== true) this.#taskThread = this.#make()
    const thread = this.#taskThread
    this.#tasksAtWork++
    thread.setIdle(false)
    try {
      return await thread.runTask<Name>(task)
    } finally {
      if (--this.#tasksAtWork === 0) thread.setIdle(true)
    }
  }

  /**
   * Does a long task in a thread of its own, so that short ones need not wait for it.
   * @param signal ends the thread at once, whatever it does
   * @throws WorkbenchError `data` or `internal`; the signal's reason
   */
  async runAlone<Name extends Task['type']>(
    task: Extract<Task, { type: Name }>,
    {
      signal,
      onUpdate,
    }: { readonly signal: AbortSignal; readonly onUpdate: (update: TaskUpdate<Name>) => void },
  ): Promise<TaskResults[Name]> {
    signal.throwIfAborted()
    const thread = this.#make()
    const end = (): void => void thread.terminate()
    signal.addEventListener('abort', end)
    try {
      return await thread.runTask<Name>(task, (update) => {
        // Updates may still arrive after the abort.
        if (!signal.aborted) onUpdate(update)
      })
    } catch (error) {
      throw signal.aborted ? signal.reason : error
    } finally {
      signal.removeEventListener('abort', end)
      this.#all.delete(thread)
      end()
    }
  }

  /** Ends every thread at once. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((thread) => thread.terminate()))
    this.#all.clear()
    this.#idle.length = 0
  }

  #make(): WorkerThread {
    const thread = new WorkerThread(this.#options)
    this.#all.add(thread)
    return thread
  }
}
