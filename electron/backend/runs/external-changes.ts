import { setImmediate } from 'node:timers/promises'
import type { Emitter } from '../emitter.ts'
import type { RunState } from '../store/run-reader.ts'
import type { Store } from '../store/store.ts'
import type { RunRegistry } from './run-registry.ts'

export interface ExternalChangeWatcherOptions {
  readonly store: Store
  readonly registry: RunRegistry
  readonly emitter: Emitter
  /** Called when another program has written to the store. */
  readonly onExternalChange?: () => void
  /** Time between two checks, in milliseconds. */
  readonly intervalMs: number
}

/** How long changes are reported before the event loop gets a turn, in milliseconds. */
const TURN_MS = 8

/** Epochs that are reported before the event loop gets a turn. */
const EPOCHS_IN_TURN = 100

/**
 * Emits events for what other programs do in the same store, as a training started from the command line while a window
 * is open: their epochs, changes and deletions. Runs of a program that died are marked as interrupted.
 */
export class ExternalChangeWatcher {
  readonly #options: ExternalChangeWatcherOptions
  readonly #timer: NodeJS.Timeout
  #version: number
  /** The last known state of each run. */
  readonly #known: Map<string, RunState>
  #isComparing = false
  #isClosed = false

  constructor(options: ExternalChangeWatcherOptions) {
    this.#options = options
    this.#version = options.store.foreignVersion
    this.#known = new Map(options.store.runs.reader.listStates().map((state) => [state.id, state]))
    options.emitter.subscribe({
      runChanged: ({ id }) => {
        const [state] = options.store.runs.reader.listStates(id)
        if (state !== undefined) this.#known.set(id, state)
      },
      runsDeleted: ({ runIds }) => runIds.forEach((runId) => this.#known.delete(runId)),
    })
    this.#timer = setInterval(() => void this.#look(), options.intervalMs).unref()
  }

  close(): void {
    this.#isClosed = true
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#isComparing) return
    this.#isComparing = true
    const { store, registry } = this.#options
    try {
      registry.releaseDead()
      const version = store.foreignVersion
      if (version === this.#version) return
      await this.#compare()
      this.#version = version
      if (!this.#isClosed) this.#options.onExternalChange?.()
    } catch {
      // A store that is locked or gone is reported by the next call that needs it.
    } finally {
      this.#isComparing = false
    }
  }

  /** Emits what of a run is new; one that is damaged by now is passed over. */
  async #report(runId: string, lastKnown: number, lastEpoch: number): Promise<void> {
    const { registry, emitter, store } = this.#options
    try {
      let after = lastEpoch > lastKnown ? lastKnown : undefined
      while (after !== undefined) {
        const epochs = store.runs.reader.getEpochs(runId, { after, most: EPOCHS_IN_TURN })
        for (const metrics of epochs) emitter.emit('epochFinished', { runId, metrics })
        if (epochs.length < EPOCHS_IN_TURN) break
        after = epochs.at(-1)!.epoch
        await setImmediate()
        if (this.#isClosed) return
      }
      emitter.emit('runChanged', registry.summarize(runId))
    } catch (error) {
      const damaged = registry.findDamage(runId)
      if (damaged === null) throw error
      emitter.emit('damageFound', damaged)
      emitter.emit('runsDeleted', { runIds: [runId] })
      const [state] = this.#options.store.runs.reader.listStates(runId)
      if (state !== undefined) this.#known.set(runId, state)
    }
  }

  async #compare(): Promise<void> {
    const { store, registry, emitter } = this.#options
    const states = store.runs.reader.listStates()
    const present = new Set(states.map((state) => state.id))
    const gone = [...this.#known.keys()].filter((runId) => !present.has(runId))
    if (gone.length > 0) emitter.emit('runsDeleted', { runIds: gone })
    let turnEndsAt = performance.now() + TURN_MS
    for (const { id, stamp, lastEpoch } of states) {
      const before = this.#known.get(id)
      // A run that is trained here emits its epochs, and its state with them, by itself.
      if (before?.stamp === stamp || registry.isFlushing(id)) continue
      await this.#report(id, before?.lastEpoch ?? -1, lastEpoch)
      if (performance.now() < turnEndsAt) continue
      await setImmediate()
      if (this.#isClosed) return
      turnEndsAt = performance.now() + TURN_MS
    }
  }
}
