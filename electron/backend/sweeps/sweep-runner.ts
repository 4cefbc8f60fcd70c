import type { SweepReason } from '#core/runs/reason.ts'
import { rankingAccuracy } from '#core/runs/measured-part.ts'
import { CLAIMABLE_STATUSES } from '#core/runs/run-status.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import { RUN_NAME_LIMIT } from '#contract/limits.ts'
import type { RunSummary, SweepSummary } from '#contract/types.ts'
import type { HalvingStop } from '#core/experiments/sweep/halving.ts'
import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import { nameSweepRun } from '#shared/words/sweep-run-names.ts'
import type { Emitter } from '../emitter.ts'
import { PastEpochs } from '../runs/past-epochs.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import { waitForLock } from '../lock-wait.ts'
import type { Store } from '../store/store.ts'
import type { TrainingQueue } from '../trainer/training-queue.ts'
import type { SweepCourse } from './sweep-course.ts'
import { SweepPace } from './sweep-pace.ts'

/** Runs that fail one after another before the sweep gives up: a full disk would fail them all. */
const MAX_FAILURES = 3

export interface SweepRunnerOptions {
  readonly store: Store
  readonly registry: RunRegistry
  readonly queue: TrainingQueue
  readonly emitter: Emitter
  readonly sweep: Pick<SweepSummary, 'id' | 'name' | 'settings'>
  readonly plan: SweepPlan
  readonly course: SweepCourse
  /** Epochs of all runs together, where none ends early by itself. */
  readonly epochs: number
  /** Trainings at once. */
  readonly workers: number
  /** Threads that the machine runs in parallel. */
  readonly cores: number
  /** Called when something about the sweep has changed. */
  readonly onChange: () => void
  /** Called when it will do nothing more. */
  readonly onRest: () => void
}

/**
 * Trains the runs of one sweep: starts one whenever a worker is free, so that only runs that train are held in memory,
 * and stops those that are not among the best at a rung.
 */
export class SweepRunner {
  readonly #options: SweepRunnerOptions
  readonly #pace: SweepPace
  readonly #unsubscribe: () => void
  /** Runs that were asked to end. */
  readonly #ending = new Set<number>()
  /** Epochs after which a run pauses; null: it does not. */
  readonly #limits = new Map<number, number | null>()
  #name: string
  #state: 'running' | 'paused' | 'resting' = 'running'
  #isScheduled = false
  #failures = 0

  constructor(options: SweepRunnerOptions) {
    this.#options = options
    this.#name = options.sweep.name
    this.#pace = new SweepPace(options)
    this.#unsubscribe = options.emitter.subscribe({
      runChanged: (run) => this.#hearRun(run),
      epochFinished: ({ runId, metrics }) => this.#hearEpoch(runId, metrics),
      runsDeleted: ({ runIds }) => runIds.forEach((runId) => this.#hearDeletion(runId)),
    })
    this.#schedule()
  }

  /** About how long it still takes, in milliseconds; null before anything was measured and while it is paused. */
  get remainingMs(): number | null {
    return this.#state === 'running' ? this.#pace.remainingMs : null
  }

  /** Uses a new name of the sweep for the runs that are still to come. */
  rename(name: string): void {
    this.#name = name
  }

  /** Pauses its trainings; resolved when they are. */
  async pause(): Promise<void> {
    if (this.#state !== 'running') return
    const { store, sweep, queue } = this.#options
    store.sweeps.setStatus(sweep.id, 'paused')
    this.#state = 'paused'
    await Promise.all(this.#listHeld().map((runId) => queue.pause(runId)))
    this.#options.onChange()
  }

  /** Resumes all trainings, also those that a person paused. */
  resume(): void {
    if (this.#state !== 'paused') return
    const { store, sweep, queue, course } = this.#options
    store.sweeps.setStatus(sweep.id, 'running')
    this.#state = 'running'
    for (const runId of this.#listHeld()) {
      const index = course.indexOf(runId)
      if (index !== undefined && !this.#ending.has(index)) queue.goOn(runId, false)
    }
    this.#options.onChange()
    this.#schedule()
  }

  /** Ends all its trainings; resolved when they have. */
  async stop(): Promise<void> {
    await this.#rest('stopped', null)
  }

  /** Leaves the sweep as it is, because the program ends. */
  close(): void {
    if (this.#state === 'resting') return
    this.#state = 'resting'
    this.#unsubscribe()
    try {
      this.#options.store.sweeps.setStatus(this.#options.sweep.id, 'interrupted')
    } catch {
      // A store that cannot be written now shows it as interrupted all the same, once its owner is gone.
    }
  }

  #listHeld(): string[] {
    const { course, queue } = this.#options
    return Array.from({ length: course.started }, (_, index) => course.runIdAt(index)).filter(
      (runId) => runId !== undefined && queue.has(runId),
    ) as string[]
  }

  #hearRun(run: RunSummary): void {
    if (run.sweep?.id !== this.#options.sweep.id) return
    const { course } = this.#options
    const { index } = run.sweep
    if (course.runIdAt(index) !== run.id || course.statusAt(index) === run.status) return
    course.noteStatus(index, run.status)
    if (run.status === 'failed') this.#failures++
    else if (run.status === 'completed' || run.status === 'diverged') this.#failures = 0
    if (this.#failures >= MAX_FAILURES) {
      void this.#rest('interrupted', { code: 'runs-failed', count: MAX_FAILURES, last: run.reason })
      return
    }
    if (!this.#options.queue.has(run.id)) this.#ending.delete(index)
    this.#options.onChange()
    this.#schedule()
  }

  #hearEpoch(runId: string, metrics: EpochMetrics): void {
    const { course } = this.#options
    const index = course.indexOf(runId)
    if (index === undefined) return
    course.noteEpoch(index, metrics.epoch, rankingAccuracy(metrics))
    this.#pace.noteEpoch(metrics.durationMs)
    this.#options.onChange()
  }

  #hearDeletion(runId: string): void {
    const index = this.#options.course.indexOf(runId)
    if (index === undefined) return
    this.#options.course.noteDeleted(index)
    this.#options.onChange()
    this.#schedule()
  }

  /**
   * Schedules with a short delay, so that the change under way is complete and a run that a person started goes first,
   * but before the next run can end, so that its thread is reused.
   */
  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    queueMicrotask(() => {
      // A locked store refused a write: the next try continues from what was started.
      void waitForLock(() => {
        this.#isScheduled = false
        if (this.#state === 'running') this.#advance()
      }).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        return this.#rest('interrupted', { code: 'sweep-error', message })
      })
    })
  }

  /** @throws WorkbenchError `store`, or `conflict` where another program took one of its runs */
  #advance(): void {
    const { course, workers } = this.#options
    const { stops, limit, candidates } = course.decide()
    this.#park()
    for (const stop of stops) if (!course.hasEnded(stop.index)) this.#cut(stop)
    const free = workers - course.countAtWork()
    candidates.slice(0, Math.max(0, free)).forEach((index, k) => {
      this.#train(index, limit, Math.min(workers, course.countAtWork() + candidates.length - k))
    })
    if (candidates.length === 0 && !course.hasHeld() && course.decide().candidates.length === 0) {
      void this.#rest('completed', null)
    }
  }

  /** Releases runs that paused at a rung: a hundred of them would hold as many threads. */
  #park(): void {
    const { course, queue } = this.#options
    for (const runId of this.#listHeld()) {
      const index = course.indexOf(runId)
      if (index === undefined || course.statusAt(index) !== 'paused' || this.#ending.has(index)) continue
      const epochs = course.epochsAt(index)
      // One that a person paused on its way stays so.
      if (epochs < (this.#limits.get(index) ?? Infinity)) continue
      this.#ending.add(index)
      void queue.stop(runId, { status: 'interrupted', reason: { code: 'waits-at-rung', epochs } })
    }
  }

  #cut({ index, epochs, place, of }: HalvingStop): void {
    const { course, queue, registry } = this.#options
    const runId = course.runIdAt(index)
    if (runId === undefined) return
    const reason = { code: 'halved', epochs, place, of } as const
    if (queue.has(runId)) {
      this.#ending.add(index)
      void queue.stop(runId, { status: 'stopped', reason })
    } else {
      registry.claim(runId, CLAIMABLE_STATUSES, (run) => `Run '${run.name}' is trained by another program`)
      registry.setStatus(runId, 'stopped', reason)
    }
  }

  /** Starts or resumes a run. @param among how many train at once */
  #train(index: number, limit: number | null, among: number): void {
    const { course, queue, registry, store, cores } = this.#options
    const wantedThreads = Math.max(1, Math.floor(cores / Math.max(1, among)))
    const common = { isStep: false, wantedThreads, pauseAfter: limit }
    this.#limits.set(index, limit)
    const known = course.runIdAt(index)
    if (known === undefined) {
      const { recipe } = this.#options.plan.runs[index]!
      const runId = this.#create(index)
      queue.add({ ...common, runId, recipe, start: null, past: null, dataSha256: null })
      return
    }
    registry.claim(known, CLAIMABLE_STATUSES, (run) => `Run '${run.name}' is trained by another program`)
    const { recipe, dataSha256 } = registry.summarize(known)
    const past = new PastEpochs(store.runs.reader, known, recipe)
    while (past.readPart());
    const start = store.checkpoints.find(known)
    queue.add({ ...common, runId: known, recipe, start, past: past.state, dataSha256 })
  }

  #create(index: number): string {
    const { plan, store, registry, course, sweep } = this.#options
    const { recipe } = plan.runs[index]!
    const name = shorten(nameSweepRun(this.#name, plan, index))
    const run = {
      ...{ name, recipe, status: 'queued' as const, keepEvery: sweep.settings.keepEvery },
      sweep: { id: sweep.id, name: this.#name, index },
    }
    const runId = store.sweeps.noteStarted(sweep.id, index + 1, () => store.runs.create(run))
    course.addRun(index, runId, 'queued', [])
    registry.announce([runId])
    return runId
  }

  async #rest(status: 'completed' | 'stopped' | 'interrupted', reason: SweepReason | null): Promise<void> {
    if (this.#state === 'resting') return
    this.#state = 'resting'
    const { store, sweep, queue, onRest } = this.#options
    const end = { status: 'stopped', reason: { code: 'stopped-with-sweep' } } as const
    try {
      await Promise.all(this.#listHeld().map((runId) => queue.stop(runId, end)))
    } finally {
      this.#unsubscribe()
      try {
        await waitForLock(() => store.sweeps.setStatus(sweep.id, status, reason))
      } catch {
        // Shown as interrupted, once this program has ended.
      }
      onRest()
    }
  }
}

function shorten(name: string): string {
  return name.length <= RUN_NAME_LIMIT ? name : `${name.slice(0, RUN_NAME_LIMIT - 1)}…`
}
