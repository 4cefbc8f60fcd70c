/** At most 20 progress reports a second. */
const INTERVAL_MS = 50
/** A pace measured for less time than this says little about the rest. */
const FIRST_ESTIMATE_MS = 300
/** Nor does that of the first job, whose engine starts and warms up, unless it takes long. */
const FIRST_JOB_ESTIMATE_MS = 4000

export interface ProgressOfWork {
  /** 0 to 1, of all the work at most. */
  readonly share: number
  /** Null while too little is done for an estimate. */
  readonly remainingMs: number | null
}

/** Estimates how far a list of jobs is and how long the rest will take, as often as a person can read it. */
export class WorkProgress {
  readonly #work: readonly number[]
  readonly #total: number
  readonly #startedAt = performance.now()
  #lastReportedAt = -Infinity

  /** @param work how long each job takes relative to the others, in the order in which they are done */
  constructor(work: readonly number[]) {
    this.#work = work
    this.#total = sum(work)
  }

  /**
   * How far it is; null where the last report was less than `INTERVAL_MS` ago.
   * @param done jobs that are done
   * @param share 0 to 1, of the current one
   */
  report(done: number, share: number): ProgressOfWork | null {
    const now = performance.now()
    if (now - this.#lastReportedAt < INTERVAL_MS) return null
    this.#lastReportedAt = now
    const passed = sum(this.#work.slice(0, done)) + share * this.#work[done]!
    const elapsedMs = now - this.#startedAt
    const isEarly = elapsedMs < (done === 0 ? FIRST_JOB_ESTIMATE_MS : FIRST_ESTIMATE_MS) || passed === 0
    return {
      share: passed / this.#total,
      remainingMs: isEarly ? null : (elapsedMs * (this.#total - passed)) / passed,
    }
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
