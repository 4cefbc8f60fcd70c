import type { LongWork } from '#contract/define-calls.ts'
import { WorkbenchError } from '#contract/types.ts'
import type { LongTaskName, Task, TaskNews, TaskResults } from '../../worker/messages.ts'
import type { ThreadPool } from './thread-pool.ts'

export interface DedicatedTasksOptions {
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** At once, at most, over all windows: each holds a thread and a data set. */
  readonly limit: number
  /** What is said when there are as many as can be, as in `2 learning curves are being drawn`. */
  readonly crowd: string
}

/** Long tasks, each in a thread of its own, which is ended to cancel it. */
export class DedicatedTasks {
  readonly #options: DedicatedTasksOptions
  readonly #running = new Set<AbortSignal>()

  constructor(options: DedicatedTasksOptions) {
    this.#options = options
  }

  /**
   * Does a task to its end.
   * @param prepare checks what was asked for
   * @throws WorkbenchError `conflict`, `data`, `internal`, or what its preparation throws; the signal's reason
   */
  async run<Name extends LongTaskName>(
    prepare: () => Promise<Extract<Task, { type: Name }>>,
    { signal, report }: LongWork<TaskNews<Name>>,
  ): Promise<TaskResults[Name]> {
    const { limit, crowd, threads } = this.#options
    if (this.#running.size >= limit) {
      throw new WorkbenchError(
        'conflict',
        `${crowd} in other windows; wait for one to end, or cancel it there`,
      )
    }
    // The next one need not wait for the end of a cancelled one's thread.
    const leave = (): void => void this.#running.delete(signal)
    this.#running.add(signal)
    signal.addEventListener('abort', leave)
    try {
      return await threads.runAlone<Name>(await prepare(), { signal, onNews: report })
    } finally {
      signal.removeEventListener('abort', leave)
      leave()
    }
  }
}
