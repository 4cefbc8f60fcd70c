import { isDeepStrictEqual } from 'node:util'
import type { RunSummary } from '#contract/types.ts'
import type { Emitter } from '../emitter.ts'
import type { RunRegistry } from './run-registry.ts'
import type { Store } from '../store/store.ts'

export interface ExternalChangeWatcherOptions {
  readonly store: Store
  readonly registry: RunRegistry
  readonly emitter: Emitter
  /** Called when another program has written to the store. */
  readonly onExternalChange?: () => void
  /** Time between two checks, in milliseconds. */
  readonly intervalMs: number
}

/**
 * Emits events for what other programs do in the same store, as a training started from the command line while a window
 * is open: their epochs, changes and deletions. Runs of a program that died are marked as interrupted.
 */
export class ExternalChangeWatcher {
  readonly #options: ExternalChangeWatcherOptions
  readonly #timer: NodeJS.Timeout
  #version: number
  /** The last known state of each run. */
  #known: Map<string, RunSummary>

  constructor(options: ExternalChangeWatcherOptions) {
    this.#options = options
    this.#version = options.store.foreignVersion
    this.#known = new Map(options.registry.list().map((run) => [run.id, run]))
    options.emitter.subscribe({
      runChanged: (run) => this.#known.set(run.id, run),
      runsDeleted: ({ runIds }) => runIds.forEach((runId) => this.#known.delete(runId)),
    })
    this.#timer = setInterval(() => this.#look(), options.intervalMs).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    const { store, registry } = this.#options
    try {
      registry.releaseDead()
      const version = store.foreignVersion
      if (version === this.#version) return
      this.#version = version
      this.#compare()
      this.#options.onExternalChange?.()
    } catch {
      // A store that is locked or gone is reported by the next call that needs it.
    }
  }

  #compare(): void {
    const { registry, emitter } = this.#options
    const runs = registry.list()
    const present = new Set(runs.map((run) => run.id))
    const gone = [...this.#known.keys()].filter((runId) => !present.has(runId))
    if (gone.length > 0) emitter.emit('runsDeleted', { runIds: gone })
    for (const run of runs) {
      const before = this.#known.get(run.id)
      if (before !== undefined && isSame(before, run)) continue
      const lastKnown = before?.last?.epoch ?? -1
      if (run.epochsDone > (before?.epochsDone ?? 0)) {
        for (const metrics of registry.get(run.id).epochs) {
          if (metrics.epoch > lastKnown) emitter.emit('epochFinished', { runId: run.id, metrics })
        }
      }
      emitter.emit('runChanged', run)
    }
  }
}

/** A run changes by its status, name, epochs or what a person keeps with it; its recipe and parent never do. */
function isSame(a: RunSummary, b: RunSummary): boolean {
  return (
    a.status === b.status &&
    isDeepStrictEqual(a.reason, b.reason) &&
    a.name === b.name &&
    a.sweep?.name === b.sweep?.name &&
    a.epochsDone === b.epochsDone &&
    a.weightsSha256 === b.weightsSha256 &&
    a.dataSha256 === b.dataSha256 &&
    a.notes === b.notes &&
    a.colour === b.colour &&
    a.keepEvery === b.keepEvery &&
    a.isStarred === b.isStarred &&
    a.isArchived === b.isArchived &&
    a.tags.join() === b.tags.join()
  )
}
