import { WorkbenchError } from '#contract/types.ts'
import type { LongTaskName, Task, TaskNews } from '../../worker/messages.ts'
import type { ThreadPool } from './thread-pool.ts'

export interface DedicatedTasksOptions {
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** At once, at most, over all windows: each holds a thread and a data set. */
  readonly limit: number
  /** What one is called, as in `Learning curve`. */
  readonly name: string
  /** What is said when there are as many as can be, as in `2 learning curves are being drawn`. */
  readonly crowd: string
}

export interface DedicatedTask<Name extends LongTaskName> {
  /** Checks what was asked for. @throws WorkbenchError */
  readonly prepare: () => Promise<Extract<Task, { type: Name }>>
  readonly onNews: (news: TaskNews<Name>) => void
}

/** Long tasks that their callers name, each in a thread of its own, which is ended to cancel it. */
export class DedicatedTasks {
  readonly #options: DedicatedTasksOptions
  readonly #running = new Map<string, AbortController>()

  constructor(options: DedicatedTasksOptions) {
    this.#options = options
  }

  /**
   * Does a task to its end.
   * @param id the caller's own, new for each
   * @returns whether it came there; false where it was cancelled
   * @throws WorkbenchError `conflict`, `data`, `internal`, or what its preparation throws
   */
  async run<Name extends LongTaskName>(
    id: string,
    { prepare, onNews }: DedicatedTask<Name>,
  ): Promise<boolean> {
    this.#refuseMore(id)
    const ending = new AbortController()
    this.#running.set(id, ending)
    try {
      await this.#options.threads.runAlone<Name>(await prepare(), { signal: ending.signal, onNews })
      return true
    } catch (error) {
      if (ending.signal.aborted) return false
      throw error
    } finally {
      if (this.#running.get(id) === ending) this.#running.delete(id)
    }
  }

  /** Ends a task at once; one that has ended stays as it is. */
  cancel(id: string): void {
    this.#running.get(id)?.abort()
    // The next one need not wait for the thread's end.
    this.#running.delete(id)
  }

  /** Ends all. */
  close(): void {
    for (const id of this.#running.keys()) this.cancel(id)
  }

  #refuseMore(id: string): void {
    const { limit, name, crowd } = this.#options
    if (this.#running.has(id)) {
      throw new WorkbenchError('conflict', `${name}: expected a new id, got ${id} again`)
    }
    if (this.#running.size >= limit) {
      throw new WorkbenchError(
        'conflict',
        `${crowd} in other windows; wait for one to end, or cancel it there`,
      )
    }
  }
}
