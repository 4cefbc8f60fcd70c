import type { EpochMetrics } from '#core/runs/epoch-metrics.ts'
import type { WorkbenchApi } from '#contract/api.ts'
import { fetchEpochs } from '#contract/fetch-epochs.ts'
import { shallowReactive } from 'vue'

const NO_EPOCHS: readonly EpochMetrics[] = []

/** An epoch that has just finished. */
export interface EpochEvent {
  readonly runId: string
  readonly metrics: EpochMetrics
}

/** The epochs of runs: fetched when somebody first looks at them, many runs in one call, and live from then on. */
export class RunEpochs {
  readonly #api: WorkbenchApi
  readonly #onFailure: (error: unknown) => void
  /** Each array is replaced, never changed, when an epoch is added. */
  readonly #byRun = shallowReactive(new Map<string, readonly EpochMetrics[]>())
  /** Runs to be asked for in this turn of the event loop. */
  #wanted = new Set<string>()
  readonly #fetching = new Set<string>()

  constructor(api: WorkbenchApi, onFailure: (error: unknown) => void) {
    this.#api = api
    this.#onFailure = onFailure
  }

  /** The run's metrics in order of epochs; empty until they arrive, then live. Safe in a computed. */
  of(runId: string): readonly EpochMetrics[] {
    const epochs = this.#byRun.get(runId)
    if (epochs === undefined) this.#want(runId)
    return epochs ?? NO_EPOCHS
  }

  /** Fetches again what was fetched before, of the runs that are still there. */
  refetch(isThere: (runId: string) => boolean): void {
    for (const runId of [...this.#byRun.keys()]) {
      if (isThere(runId)) this.#want(runId)
      else this.#byRun.delete(runId)
    }
  }

  /** Takes epochs as they finish; of runs that nobody looked at they are fetched when somebody does. */
  take(events: readonly EpochEvent[]): void {
    for (const [runId, finished] of Map.groupBy(events, (event) => event.runId)) {
      const present = this.#byRun.get(runId)
      if (present === undefined && !this.#fetching.has(runId)) continue
      const first = finished[0]!.metrics.epoch
      this.#byRun.set(runId, [
        ...(present ?? NO_EPOCHS).filter((metrics) => metrics.epoch < first),
        ...finished.map((event) => event.metrics),
      ])
    }
  }

  forget(runId: string): void {
    this.#byRun.delete(runId)
  }

  #want(runId: string): void {
    if (this.#fetching.has(runId)) return
    this.#fetching.add(runId)
    this.#wanted.add(runId)
    if (this.#wanted.size === 1) queueMicrotask(() => void this.#fetch())
  }

  async #fetch(): Promise<void> {
    const runIds = [...this.#wanted]
    this.#wanted = new Set()
    try {
      const fetched = await fetchEpochs(this.#api, runIds)
      for (const runId of runIds) this.#put(runId, fetched.get(runId) ?? NO_EPOCHS)
    } catch (error) {
      // Without an entry every evaluation would ask again, and report the failure again.
      for (const runId of runIds) this.#byRun.set(runId, this.#byRun.get(runId) ?? NO_EPOCHS)
      this.#onFailure(error)
    } finally {
      for (const runId of runIds) this.#fetching.delete(runId)
    }
  }

  /** Epochs that finished while the answer was under way are newer than it. */
  #put(runId: string, epochs: readonly EpochMetrics[]): void {
    const newest = epochs.at(-1)?.epoch ?? -Infinity
    const later = (this.#byRun.get(runId) ?? NO_EPOCHS).filter((finished) => finished.epoch > newest)
    this.#byRun.set(runId, [...epochs, ...later])
  }
}
