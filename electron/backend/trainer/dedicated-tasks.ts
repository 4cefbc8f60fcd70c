import type { LongWork } from '#contract/define-calls.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { LongTaskName, Task, TaskUpdate, TaskResults } from '../../worker/task-messages.ts'
import type { ThreadPool } from './thread-pool.ts'

export interface DedicatedTasksOptions {
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** The most tasks at once, over all windows: each holds a thread and a data set. */
  readonly limit: number
  /** The beginning of the refusal when the limit is reached, as in `2 learning curves are being drawn`. */
  readonly crowd: string
}

/** Runs long tasks, each in a thread of its own, which is terminated to cancel it. */
export class DedicatedTasks {
  readonly #options: DedicatedTasksOptions
  readonly #running = new Set<AbortSignal>()

  constructor(options: DedicatedTasksOptions) {
    this.#options = options
  }

  /**
   * Runs a task to its end.
   * @param prepare checks the request and makes the task
   * @throws WorkbenchError `conflict`, `data`, `internal`, or what its preparation throws; the signal's reason
   */
  async run<Name extends LongTaskName>(
    prepare: () => Promise<Extract<Task, { type: Name }>>,
    { signal, report }: LongWork<TaskUpdate<Name>>,
  ): Promise<TaskResults[Name]> {
    const { limit, crowd, threads } = this.#options
    if (this.#running.size >= limit) {
      throw new WorkbenchError(
        'conflict',
        `${crowd} in other windows; wait for one to end, or cancel it there`,
      )
    }
    // A cancelled task frees its slot at once, before its thread has ended.
    const leave = (): void => void this.#running.delete(signal)
    this.#running.add(signal)
    signal.addEventListener('abort', leave)
    try {
      return await threads.runAlone<Name>(await prepare(), { signal, onUpdate: report })
    } finally {
      signal.removeEventListener('abort', leave)
      leave()
    }
  }
}
