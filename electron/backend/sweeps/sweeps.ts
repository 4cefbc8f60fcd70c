import { isSweepActive } from '#core/runs/sweep-status.ts'
import type { sweepCalls } from '#contract/calls/sweeps.ts'
import type { HandlersOf, InputOf } from '#contract/define-calls.ts'
import {
  type MissingRuns,
  type SweepDetail,
  type SweepForecast,
  type SweepSettings,
  type SweepSummary,
  WorkbenchError,
} from '#contract/types.ts'
import type { SweepFinding } from '#core/evaluation/diagnosis/diagnose-sweep.ts'
import type { FileCounts } from '#core/evaluation/diagnosis/evidence.ts'
import { countImages } from '../data/count-images.ts'
import type { DataLibrary } from '../data/data-library.ts'
import type { Emitter } from '../emitter.ts'
import type { RunRegistry } from '../runs/run-registry.ts'
import { waitForLock } from '../lock-wait.ts'
import { Turns } from '../turns.ts'
import type { Store } from '../store/store.ts'
import type { ThreadPool } from '../trainer/thread-pool.ts'
import type { TrainingQueue } from '../trainer/training-queue.ts'
import { PastAccuracies } from './past-accuracies.ts'
import { SweepCourse } from './sweep-course.ts'
import { type PreparedSweep, prepareSweep, SweepForecaster } from './sweep-forecast.ts'
import { findSweepCauses, type StartedRun } from './find-sweep-causes.ts'
import { SweepRunner } from './sweep-runner.ts'
import { listMissing, refuseHalving } from './sweeps-elsewhere.ts'
import { SweepNotifier } from './sweep-notifier.ts'

export interface SweepsOptions {
  readonly store: Store
  readonly registry: RunRegistry
  readonly queue: TrainingQueue
  readonly emitter: Emitter
  readonly library: Pick<DataLibrary, 'checkFit' | 'describe'>
  readonly threads: Pick<ThreadPool, 'runAlone'>
  /** Threads that the machine runs in parallel. */
  readonly cores: number
}

/** The sweeps of the store, and the runners of those that this program runs. */
export class Sweeps implements HandlersOf<typeof sweepCalls> {
  readonly #options: SweepsOptions
  readonly #forecaster: SweepForecaster
  readonly #notifier: SweepNotifier
  readonly #runners = new Map<string, SweepRunner>()

  constructor(options: SweepsOptions) {
    this.#options = options
    const { threads, cores, queue, emitter } = options
    this.#forecaster = new SweepForecaster({
      ...{ threads, cores, maxWorkers: queue.maxWorkers },
      listRuns: () => options.store.runs.list(),
    })
    this.#notifier = new SweepNotifier({
      emitter,
      listMarks: () => options.store.sweeps.listMarks(),
      get: (id) => this.#summarize(id),
    })
    emitter.subscribe({
      // The state of another program's sweep follows from its runs, also when that program has died.
      runChanged: ({ sweep }) => {
        if (sweep !== null && !this.#runners.has(sweep.id)) this.#notifier.notify(sweep.id)
      },
    })
  }

  /** See `sweepCalls.plan`. @throws WorkbenchError `invalid` or `data` */
  async plan({ measuresTime = false, ...settings }: InputOf<typeof sweepCalls.plan>): Promise<SweepForecast> {
    const prepared = prepareSweep(settings)
    if (measuresTime) await this.#checkData(prepared)
    return this.#forecaster.forecast(settings, prepared, measuresTime)
  }

  /** Makes a sweep and runs it. @throws WorkbenchError `invalid` or `data` */
  async start({ name, ...settings }: InputOf<typeof sweepCalls.start>): Promise<SweepSummary> {
    const prepared = prepareSweep(settings)
    await this.#checkData(prepared)
    const sweepId = this.#options.store.sweeps.create(settings, prepared.plan.runs.length, name)
    const past = new PastAccuracies(this.#options.store.runs.reader)
    this.#run(sweepId, settings, prepared, this.#makeCourse(sweepId, settings, prepared, past))
    const summary = this.#summarize(sweepId)
    this.#notifier.notify(sweepId)
    return summary
  }

  /** See `sweepCalls.record`. @throws WorkbenchError `invalid` */
  record({ name, folder, ...settings }: InputOf<typeof sweepCalls.record>): SweepSummary {
    refuseHalving(settings.halving)
    const { plan } = prepareSweep(settings)
    const sweepId = this.#options.store.sweeps.record(settings, plan.runs.length, folder, name)
    this.#notifier.notify(sweepId)
    return this.#summarize(sweepId)
  }

  /** See `sweepCalls.listMissing`. @throws WorkbenchError `conflict` or `not-found` */
  async listMissing({ sweepId, most }: InputOf<typeof sweepCalls.listMissing>): Promise<MissingRuns> {
    const sweep = this.#summarize(sweepId)
    const { plan } = prepareSweep(sweep.settings)
    return listMissing(sweep, { plan, here: this.#options.store.sweeps.listStarted(sweepId), most })
  }

  /** @throws WorkbenchError `conflict` for a sweep that this program does not run */
  async pause({ sweepId }: InputOf<typeof sweepCalls.pause>): Promise<void> {
    await this.#runner(sweepId, 'pause').pause()
  }

  /** See `sweepCalls.resume`. @throws WorkbenchError `conflict`, `invalid` or `data` */
  async resume({ sweepId, workers }: InputOf<typeof sweepCalls.resume>): Promise<void> {
    const running = this.#runners.get(sweepId)
    if (running !== undefined) {
      running.resume()
      return
    }
    const { store, registry } = this.#options
    registry.releaseDead()
    const { settings: stored, runCount, name } = store.sweeps.get(sweepId)
    const settings = { ...stored, workers: workers ?? stored.workers }
    const prepared = prepareSweep(settings)
    if (prepared.plan.runs.length !== runCount) {
      throw new WorkbenchError(
        'conflict',
        `Sweep '${name}' was planned by another version of this program: expected ${runCount} runs, got ${prepared.plan.runs.length}; start a new one`,
      )
    }
    await this.#checkData(prepared)
    const past = new PastAccuracies(store.runs.reader)
    await past.read(store.sweeps.listStarted(sweepId).map(({ runId }) => runId))
    // Another call may have been quicker.
    const quicker = this.#runners.get(sweepId)
    if (quicker !== undefined) {
      quicker.resume()
      return
    }
    store.sweeps.claim(sweepId)
    this.#run(sweepId, settings, prepared, this.#makeCourse(sweepId, settings, prepared, past))
    this.#notifier.notify(sweepId)
  }

  /** Ends a sweep with its trainings. @throws WorkbenchError `conflict` or `not-found` */
  async stop({ sweepId }: InputOf<typeof sweepCalls.stop>): Promise<void> {
    const runner = this.#runners.get(sweepId)
    if (runner !== undefined) {
      await runner.stop()
      return
    }
    const { status } = this.#summarize(sweepId)
    if (status !== 'interrupted') this.#runner(sweepId, 'stop')
    const { sweeps } = this.#options.store
    sweeps.claim(sweepId)
    await waitForLock(() => sweeps.setStatus(sweepId, 'stopped'))
    this.#notifier.notify(sweepId)
  }

  /** Renames a sweep, and what its runs say of it. @throws WorkbenchError `not-found` */
  rename({ sweepId, name }: InputOf<typeof sweepCalls.rename>): void {
    const { runs } = this.get({ sweepId })
    this.#options.store.sweeps.rename(sweepId, name)
    this.#runners.get(sweepId)?.rename(name)
    this.#options.registry.announce(runs.flatMap(({ runId }) => (runId === null ? [] : [runId])))
    this.#notifier.notify(sweepId)
  }

  /** Deletes a sweep that does not run. @throws WorkbenchError `conflict` or `not-found` */
  delete({ sweepId }: InputOf<typeof sweepCalls.delete>): void {
    this.#options.store.sweeps.delete(sweepId)
    this.#notifier.notifyDeleted(sweepId)
  }

  /** Newest first. */
  list(): SweepSummary[] {
    return this.#options.store.sweeps.list().map((sweep) => this.#withTime(sweep))
  }

  /** A sweep with all its runs, started or not. @throws WorkbenchError `not-found` */
  get({ sweepId }: InputOf<typeof sweepCalls.get>): SweepDetail {
    const sweep = this.#summarize(sweepId)
    const { plan, rungs } = prepareSweep(sweep.settings)
    const { leftOut, varied } = plan
    const started = new Map(
      this.#options.store.sweeps.listStarted(sweepId).map(({ index, runId }) => [index, runId]),
    )
    return {
      ...sweep,
      runs: plan.runs.map(({ changes }, index) => ({ index, changes, runId: started.get(index) ?? null })),
      ...{ leftOut, varied, rungs },
    }
  }

  /** See `sweepCalls.diagnose`. @throws WorkbenchError `not-found` */
  async diagnose({ sweepId }: InputOf<typeof sweepCalls.diagnose>): Promise<SweepFinding[]> {
    const { store, registry, library } = this.#options
    const counts = new Map<string, FileCounts | null>()
    const started: StartedRun[] = []
    const turns = new Turns()
    for (const { index, changes, runId } of this.get({ sweepId }).runs) {
      if (runId === null) continue
      await turns.next()
      const run = registry.summarize(runId)
      const { dataSet, fingerprint } = run.recipe.data
      const key = JSON.stringify([dataSet, fingerprint])
      if (!counts.has(key)) counts.set(key, await countImages(library, dataSet, fingerprint))
      started.push({ index, changes, run, fileCounts: counts.get(key)! })
    }
    return findSweepCauses(started, store.runs.reader)
  }

  /** Emits what other programs did with sweeps. */
  lookForExternalChanges(): void {
    this.#notifier.lookForExternalChanges()
  }

  /** Leaves all sweeps as they are; they can be resumed. */
  close(): void {
    this.#forecaster.close()
    this.#notifier.close()
    for (const runner of this.#runners.values()) runner.close()
    this.#runners.clear()
  }

  /** @throws WorkbenchError `conflict` for a sweep that this program does not run */
  #runner(sweepId: string, action: string): SweepRunner {
    const runner = this.#runners.get(sweepId)
    if (runner !== undefined) return runner
    const { name, status } = this.#summarize(sweepId)
    const isElsewhere = isSweepActive({ status })
    throw new WorkbenchError(
      'conflict',
      isElsewhere
        ? `Sweep '${name}' is run by another program; ${action} it there`
        : `Sweep '${name}' is ${status}; expected one that runs`,
    )
  }

  /** @throws WorkbenchError where a data set that the runs need is not there, or a recipe does not fit it */
  async #checkData({ plan }: PreparedSweep): Promise<void> {
    const distinct = new Map(
      plan.runs.map(({ recipe }) => [JSON.stringify([recipe.data, recipe.inputSize]), recipe]),
    )
    for (const recipe of distinct.values()) await this.#options.library.checkFit(recipe)
  }

  /** The runs as they are in the store. */
  #makeCourse(
    sweepId: string,
    { halving }: SweepSettings,
    { plan, rungs }: PreparedSweep,
    past: PastAccuracies,
  ): SweepCourse {
    const { store, registry } = this.#options
    const eta = halving?.eta ?? null
    const started = store.sweeps.countStarted(sweepId)
    const course = new SweepCourse(plan.runs.length, started, eta === null ? null : { eta, rungs })
    for (const { index, runId } of store.sweeps.listStarted(sweepId)) {
      const { status, reason } = registry.summarize(runId)
      course.addRun(index, runId, status, past.of(runId))
      // What made a run fail, as a full disk, may be solved by now.
      if (reason?.code === 'stopped-with-sweep' || status === 'failed') course.reopen(index)
    }
    return course
  }

  #run(sweepId: string, settings: SweepSettings, prepared: PreparedSweep, course: SweepCourse): void {
    const { store, registry, queue, emitter, cores } = this.#options
    const { plan, epochs } = prepared
    const runner = new SweepRunner({
      ...{ store, registry, queue, emitter, cores, plan, course, epochs },
      sweep: store.sweeps.get(sweepId),
      workers: this.#forecaster.countWorkers(settings, plan.runs.length),
      onChange: () => this.#notifier.notify(sweepId),
      onRest: () => {
        this.#runners.delete(sweepId)
        this.#notifier.notifyNow(sweepId)
      },
    })
    this.#runners.set(sweepId, runner)
  }

  #summarize(sweepId: string): SweepSummary {
    return this.#withTime(this.#options.store.sweeps.get(sweepId))
  }

  #withTime(sweep: SweepSummary): SweepSummary {
    return { ...sweep, remainingMs: this.#runners.get(sweep.id)?.remainingMs ?? null }
  }
}
