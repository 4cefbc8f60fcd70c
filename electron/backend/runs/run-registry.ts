import type { RunReason } from '#core/runs/reason.ts'
import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { Checkpoint } from '#core/training/checkpoint.ts'
import {
  type DamagedEntry,
  type KeepEvery,
  type PackedEpochs,
  type RecordChanges,
  type RunDetail,
  type RunList,
  type RunStatus,
  type RunSummary,
  type Thinning,
  WorkbenchError,
} from '#contract/types.ts'
import { packRuns } from '#contract/packed-runs.ts'
import type { Emitter } from '../emitter.ts'
import { CLOSING_PATIENCE_MS, isLocked, waitForLock } from '../lock-wait.ts'
import type { NewRun } from '../store/new-run-rows.ts'
import type { EpochPage, ListPage } from '../store/run-reader.ts'
import type { RunStore } from '../store/run-store.ts'
import { isDiskFull, isReadOnly } from '../store/store-errors.ts'
import type { Store } from '../store/store.ts'
import type { StoreLog } from '../store/store-log.ts'
import type { SweepStore } from '../store/sweep-store.ts'

interface UnwrittenStatus {
  readonly status: RunStatus
  readonly reason: RunReason | null
}

/**
 * The store's runs; emits an event for each change. A status that the store refuses (a full disk) is kept here, shown,
 * and written as soon as the store takes it.
 */
export class RunRegistry {
  readonly #runs: RunStore
  readonly #sweeps: SweepStore
  readonly #log: StoreLog
  readonly #emitter: Emitter
  readonly #unwritten = new Map<string, UnwrittenStatus>()
  /** Runs with a committed epoch that no listener has heard of, as it is still being flushed to the disk. */
  readonly #flushing = new Set<string>()
  /** Resolved when a locked store has taken the statuses; null while nothing waits for that. */
  #writing: Promise<void> | null = null
  #isClosing = false

  constructor({ runs, sweeps, log }: Pick<Store, 'runs' | 'sweeps' | 'log'>, emitter: Emitter) {
    this.#runs = runs
    this.#sweeps = sweeps
    this.#log = log
    this.#emitter = emitter
  }

  /** Newest first; runs of programs that died are marked as interrupted on the way. */
  list(): RunSummary[] {
    this.#writePending()
    this.releaseDead()
    return this.#runs.list().map((run) => this.#overlay(run))
  }

  /** The list or a page of it, packed, for the window. */
  listPacked(page: ListPage): RunList {
    this.#writePending()
    this.releaseDead()
    const { ids, runs, damaged } = this.#runs.reader.listPage(page)
    if (page.before === undefined) damaged.push(...this.#sweeps.listDamaged())
    return { ids, runs: packRuns(runs.map((run) => this.#overlay(run))), damaged }
  }

  /** Runs and sweeps that no list has, as something of them cannot be read. */
  listDamaged(): DamagedEntry[] {
    return [...this.#runs.reader.listDamaged(), ...this.#sweeps.listDamaged()]
  }

  /** What of a run cannot be read; null for a sound one, and for one that is not there. */
  findDamage(runId: string): DamagedEntry | null {
    return this.#runs.reader.findDamage(runId)
  }

  /** The epochs of many runs, or a page of them, packed, for the window. */
  packEpochs(runIds: readonly string[], page: EpochPage): PackedEpochs[] {
    const { sound, damaged } = this.#runs.reader.packEpochs(runIds, page)
    for (const entry of damaged) this.#emitter.emit('damageFound', entry)
    return sound
  }

  /** Marks the runs of programs that have died as interrupted, and emits the change. */
  releaseDead(): void {
    try {
      for (const runId of this.#runs.releaseDead()) this.#notify(runId)
    } catch (error) {
      // They are marked when the store can be written again; a list need not wait for that.
      if (!isDiskFull(error) && !isReadOnly(error)) throw error
    }
  }

  /** @throws WorkbenchError `not-found` */
  get(runId: string): RunDetail {
    return this.#overlay(this.#runs.get(runId))
  }

  /** @throws WorkbenchError `not-found` */
  summarize(runId: string): RunSummary {
    return this.#overlay(this.#runs.summarize(runId))
  }

  /** Adds a run and emits `runChanged`. */
  create(run: NewRun): RunSummary {
    const summary = this.#runs.summarize(this.#runs.create(run))
    this.#emitter.emit('runChanged', summary)
    return summary
  }

  /** Changes the status of a run that this program holds; never throws for what the store refuses. */
  setStatus(runId: string, status: RunStatus, reason: RunReason | null = null): void {
    this.#unwritten.set(runId, { status, reason })
    if (isLocked(this.#writePending())) void this.#writeWhenUnlocked()
    this.#notify(runId)
  }

  /** Writes what could not be written yet, as far as the store takes it now or soon. */
  async close(): Promise<void> {
    this.#isClosing = true
    await this.#writeWhenUnlocked()
  }

  /** Never throws: what the store refuses is tried again at the next occasion. */
  #writeWhenUnlocked(): Promise<void> {
    const write = (): void => {
      const refusal = this.#writePending()
      if (isLocked(refusal)) throw refusal!
    }
    const isEnough = (waitedMs: number): boolean => this.#isClosing && waitedMs >= CLOSING_PATIENCE_MS
    this.#writing ??= waitForLock(write, isEnough)
      .catch(() => undefined)
      .finally(() => (this.#writing = null))
    return this.#writing
  }

  /** Writes a finished epoch to the disk, then emits it. @throws WorkbenchError `store` or `conflict` */
  async addEpoch(runId: string, metrics: EpochMetrics, checkpoint: Checkpoint): Promise<void> {
    const { parameters, optimizerState } = checkpoint
    const bytes = parameters.byteLength + optimizerState.byteLength
    this.#log.requireRoom(bytes)
    this.#flushing.add(runId)
    try {
      await this.#log.commit(() => this.#runs.addEpoch(runId, metrics, checkpoint), bytes)
    } finally {
      this.#flushing.delete(runId)
    }
    this.#emitter.emit('epochFinished', { runId, metrics })
    this.#notify(runId)
  }

  /** Whether the store has an epoch of this run that is about to be emitted here. */
  isFlushing(runId: string): boolean {
    return this.#flushing.has(runId)
  }

  /** @throws WorkbenchError `store` */
  setDataSha256(runId: string, dataSha256: string): void {
    this.#runs.setDataSha256(runId, dataSha256)
    this.#notify(runId)
  }

  /** @throws WorkbenchError `not-found` */
  rename(runId: string, name: string): void {
    this.#runs.rename(runId, name)
    this.#notify(runId)
  }

  /** Changes what a person keeps with runs. @throws WorkbenchError `not-found` or `invalid` */
  edit(runIds: readonly string[], changes: RecordChanges): void {
    this.#runs.edit(runIds, changes)
    for (const runId of runIds) this.#notify(runId)
  }

  /** Thins out the weights of runs, see `Thinner`. */
  thin(runIds: readonly string[], keepEvery: KeepEvery): Thinning {
    const done = this.#freeRoom(() => this.#runs.thin(runIds, keepEvery))
    for (const runId of runIds) this.#notify(runId)
    return done
  }

  /** Takes a run for this program. @throws WorkbenchError `conflict`, `not-found` or `store` */
  claim(runId: string, from: readonly RunStatus[], refuse: (run: RunSummary) => string): void {
    const refusal = this.#writePending()
    // As long as its end cannot be written, the store takes it for a run that is trained.
    if (refusal !== null && this.#unwritten.has(runId)) throw refusal
    this.#runs.claim(runId, from, refuse)
    this.#unwritten.delete(runId)
    this.#notify(runId)
  }

  /** Emits `runChanged` for runs that were written to the store otherwise, as by an import. */
  announce(runIds: readonly string[]): void {
    for (const runId of runIds) this.#notify(runId)
  }

  /** Hides runs and emits `runsDeleted`. */
  delete(runIds: readonly string[]): void {
    const deleted = this.#freeRoom(() => this.#runs.delete(runIds))
    if (deleted.length > 0) this.#emitter.emit('runsDeleted', { runIds: deleted })
  }

  /** Shows hidden runs again. @throws WorkbenchError `not-found` */
  restore(runIds: readonly string[]): void {
    this.#runs.restore(runIds)
    for (const runId of runIds) this.#notify(runId)
  }

  /** Does what gives room back, where the disk is full with the room that the emptied log takes no longer. */
  #freeRoom<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      if (!isDiskFull(error)) throw error
      this.#log.merge()
      return this.#log.removeAnyway(work)
    }
  }

  /** @returns why the store refused one of them; null where it took all */
  #writePending(): WorkbenchError | null {
    let refusal: WorkbenchError | null = null
    for (const [runId, { status, reason }] of this.#unwritten) {
      try {
        this.#runs.setStatus(runId, status, reason)
        this.#unwritten.delete(runId)
      } catch (error) {
        // Shown by `#overlay` and tried again at the next occasion. Should the program end before, its death
        // is noticed at the next opening and the run is marked as interrupted.
        if (error instanceof WorkbenchError && error.code === 'store') {
          refusal = error
          continue
        }
        // Another program took the run over, or it is gone: nothing is left to write.
        this.#unwritten.delete(runId)
      }
    }
    return refusal
  }

  #overlay<Run extends Omit<RunSummary, 'recipe'>>(run: Run): Run {
    const unwritten = this.#unwritten.get(run.id)
    return unwritten === undefined ? run : { ...run, ...unwritten }
  }

  /** Emits the present state of a run; one that is deleted, or cannot be read now, is skipped. */
  #notify(runId: string): void {
    let summary: RunSummary
    try {
      summary = this.summarize(runId)
    } catch {
      return
    }
    this.#emitter.emit('runChanged', summary)
  }
}
