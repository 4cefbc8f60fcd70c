import type { Failure, RunReason } from '#core/runs/reason.ts'
import type { RunStatus } from '#contract/types.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { Emitter } from '../emitter.ts'
import { CLOSING_PATIENCE_MS, isLocked, waitForLock } from '../lock-wait.ts'
import { shareThreads } from './share-threads.ts'
import type { ThreadPool } from './thread-pool.ts'
import { makeJob, PROGRAM_ENDED, STOPPED, type TrainingEnd, type TrainingJob } from './training-job.ts'
import type { TrainingReport } from './worker-thread.ts'

/** How long a thread may take to answer `stop`, as in a huge mini-batch, before it is ended, in milliseconds. */
const STOP_TIMEOUT_MS = 1500

/** Where the queue records the status, epochs and data hash of its runs. */
export interface TrainedRuns {
  setStatus(runId: string, status: RunStatus, reason?: TrainingEnd['reason']): void
  /** Resolved when the epoch is on the disk. @throws WorkbenchError `store` */
  addEpoch(runId: string, metrics: EpochMetrics, checkpoint: Checkpoint): Promise<void>
  setDataSha256(runId: string, dataSha256: string): void
}

export interface TrainingQueueOptions {
  readonly registry: TrainedRuns
  readonly emitter: Emitter
  readonly threads: ThreadPool
  /** Threads that the machine runs in parallel. */
  readonly cores: number
  /** Trainings at once, at most; by default as many as there are cores. */
  readonly maxWorkers?: number | undefined
}

/** Trains runs in worker threads, at most `maxWorkers` at once; the others wait, first in, first out. */
export class TrainingQueue {
  readonly #options: TrainingQueueOptions
  readonly #maxWorkers: number
  readonly #jobs = new Map<string, TrainingJob>()
  readonly #queue: TrainingJob[] = []
  #isClosing = false

  constructor(options: TrainingQueueOptions) {
    this.#options = options
    this.#maxWorkers = Math.max(1, options.maxWorkers ?? options.cores)
  }

  /** Ids of the runs that train, wait or are paused in this program, in the order in which they came. */
  get runIds(): string[] {
    return [...this.#jobs.keys()]
  }

  /** Whether the run waits, trains or is paused in this program. */
  has(runId: string): boolean {
    return this.#jobs.has(runId)
  }

  /** Takes a run with status `queued` and starts it when a thread is free. */
  add(given: Parameters<typeof makeJob>[0]): void {
    const job = makeJob(given)
    this.#jobs.set(job.runId, job)
    this.#enqueue(job)
  }

  /** Pauses a run of this program; resolved when it is paused or has ended. */
  async pause(runId: string): Promise<void> {
    const job = this.#job(runId)
    if (job.state === 'queued') {
      this.#queue.splice(this.#queue.indexOf(job), 1)
      this.#settle(job, 'paused')
    } else if (job.state === 'training') {
      job.thread?.send({ type: 'pause' })
      await job.settled.promise
    }
  }

  /** Resumes a run of this program, to its end or for one epoch. */
  goOn(runId: string, isStep: boolean): void {
    const job = this.#job(runId)
    job.isStep = isStep
    if (job.state === 'paused') this.#enqueue(job)
    else if (job.state === 'training') job.thread?.send({ type: isStep ? 'step' : 'resume' })
  }

  /** Trainings at once, at most. */
  get maxWorkers(): number {
    return this.#maxWorkers
  }

  /** Ends a run of this program; resolved when its status is written. @param end its status then, and why */
  async stop(runId: string, end: TrainingEnd = STOPPED): Promise<void> {
    const job = this.#job(runId)
    job.end = end
    this.#requestEnd(job)
    await job.ended.promise
  }

  /** Ends all trainings; those that were cut off are `interrupted`. */
  async close(): Promise<void> {
    this.#isClosing = true
    const jobs = [...this.#jobs.values()]
    for (const job of jobs) this.#requestEnd(job)
    await Promise.all(jobs.map((job) => job.ended.promise))
  }

  #job(runId: string): TrainingJob {
    const job = this.#jobs.get(runId)
    if (job === undefined) throw new Error(`Run ${runId} is not trained here`)
    return job
  }

  #enqueue(job: TrainingJob): void {
    job.state = 'queued'
    this.#queue.push(job)
    this.#schedule()
    // A resumed run that has to wait shows so; a new run has this status already.
    if (this.#queue.includes(job)) this.#options.registry.setStatus(job.runId, 'queued')
  }

  #schedule(): void {
    while (!this.#isClosing && this.#countTraining() < this.#maxWorkers) {
      const job = this.#queue.shift()
      if (job === undefined) return
      this.#begin(job)
    }
  }

  #countTraining(): number {
    return this.#listTraining().length
  }

  #listTraining(): TrainingJob[] {
    return [...this.#jobs.values()].filter((job) => job.state === 'training')
  }

  /** More threads than cores wait for each other, and each takes memory: what was asked for counts up to the cores. */
  #threadsFor({ wantedThreads }: TrainingJob): number {
    return wantedThreads === undefined ? this.#shareThreads() : Math.min(wantedThreads, this.#options.cores)
  }

  /** Threads for a job that does not train yet. */
  #shareThreads(): number {
    const training = this.#listTraining()
    return shareThreads({
      cores: this.#options.cores,
      inUse: training.reduce((sum, job) => sum + job.threadCount, 0),
      waiting: Math.min(this.#queue.length, this.#maxWorkers - training.length - 1),
    })
  }

  #begin(job: TrainingJob): void {
    if (job.threadCount === 0) job.threadCount = this.#threadsFor(job)
    job.state = 'training'
    this.#options.registry.setStatus(job.runId, 'training')
    if (job.thread !== null) {
      job.thread.send({ type: job.isStep ? 'step' : 'resume' })
      return
    }
    const { recipe, start, past, isStep, pauseAfter, threadCount: threads } = job
    job.thread = this.#options.threads.acquire()
    job.thread.train({ type: 'train', recipe, start, past, isStep, pauseAfter, threads }, (report) =>
      this.#hear(job, report),
    )
  }

  #hear(job: TrainingJob, report: TrainingReport): void {
    const { registry, emitter } = this.#options
    if (job.unheard !== null && report.type !== 'progressed') {
      job.unheard.push(report)
      return
    }
    switch (report.type) {
      case 'loaded':
        this.#checkData(job, report.dataSha256)
        if (report.examination !== null && job.failure === null) {
          emitter.emit('dataExamined', { runId: job.runId, examination: report.examination })
        }
        break
      case 'progressed':
        emitter.emit('trainingProgressed', { runId: job.runId, ...report.progress })
        break
      case 'epochFinished':
        if (job.failure !== null || job.isCutOff) break
        void this.#write(job, async () => {
          await registry.addEpoch(job.runId, report.metrics, report.checkpoint)
          job.thread?.send({ type: 'stored' })
        })
        break
      case 'paused':
        if (job.failure === null) this.#settle(job, 'paused')
        this.#schedule()
        break
      case 'resumed':
        // The command to resume arrived in the moment in which it paused by itself.
        if (job.state === 'paused') this.#settle(job, 'training')
        break
      case 'ended':
        if (job.isCutOff || report.outcome === 'stopped' || (report.outcome === 'failed' && job.isEnding)) {
          this.#finishAsAsked(job)
        } else {
          this.#finish(job, report.outcome, 'reason' in report ? (report.reason ?? null) : null)
        }
        break
    }
  }

  /**
   * Writes something of a run; never rejects. Until it is written, which takes longer where another program keeps the
   * store locked, later reports of the run's thread have to wait.
   */
  async #write(job: TrainingJob, work: () => void | Promise<void>): Promise<void> {
    job.unheard = []
    try {
      await waitForLock(work, (waitedMs) => this.#isClosing && waitedMs >= CLOSING_PATIENCE_MS)
    } catch (error) {
      // The program ends: the run can be resumed from what is stored.
      if (isLocked(error)) job.isCutOff = true
      else this.#fail(job, notStored(error))
    }
    const reports = job.unheard
    job.unheard = null
    for (const report of reports) this.#hear(job, report)
  }

  /** A resumed run must go on with the data it began with, or its epochs would not belong together. */
  #checkData(job: TrainingJob, dataSha256: string): void {
    const { dataSet, fingerprint = dataSha256 } = job.recipe.data
    if (fingerprint !== dataSha256) {
      this.#fail(job, { code: 'other-data', dataSet, expected: fingerprint, got: dataSha256 })
      return
    }
    if (job.dataSha256 === null) {
      void this.#write(job, () => this.#options.registry.setDataSha256(job.runId, dataSha256))
    } else if (job.dataSha256 !== dataSha256) {
      this.#fail(job, { code: 'data-changed', dataSet: job.recipe.data.dataSet })
    }
  }

  #fail(job: TrainingJob, reason: Failure): void {
    job.failure ??= reason
    job.thread?.send({ type: 'stop' })
  }

  #settle(job: TrainingJob, state: 'paused' | 'training'): void {
    job.state = state
    this.#options.registry.setStatus(job.runId, state)
    job.settled.resolve(undefined)
    job.settled = Promise.withResolvers()
  }

  #requestEnd(job: TrainingJob): void {
    if (job.thread === null) {
      this.#finishAsAsked(job)
      return
    }
    if (job.isEnding) return
    job.isEnding = true
    const { thread } = job
    thread.send({ type: 'stop' })
    const timer = setTimeout(() => void thread.terminate(), STOP_TIMEOUT_MS)
    void job.ended.promise.then(() => clearTimeout(timer))
  }

  #finishAsAsked(job: TrainingJob): void {
    const { status, reason } = this.#isClosing ? PROGRAM_ENDED : job.end
    this.#finish(job, status, reason)
  }

  #finish(job: TrainingJob, status: RunStatus, reason: RunReason | null): void {
    if (!this.#jobs.delete(job.runId)) return
    const queued = this.#queue.indexOf(job)
    if (queued >= 0) this.#queue.splice(queued, 1)
    if (job.thread !== null) this.#options.threads.release(job.thread)
    job.thread = null
    if (job.failure === null) this.#options.registry.setStatus(job.runId, status, reason)
    else this.#options.registry.setStatus(job.runId, 'failed', job.failure)
    job.settled.resolve(undefined)
    job.ended.resolve(undefined)
    this.#schedule()
  }
}

/** The failure of a run whose epoch or data hash could not be written. */
function notStored(error: unknown): Failure {
  return { code: 'not-stored', message: error instanceof Error ? error.message : String(error) }
}
