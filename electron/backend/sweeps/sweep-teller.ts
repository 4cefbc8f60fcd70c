import type { SweepSummary } from '#contract/types.ts'
import type { Emitter } from '../emitter.ts'

/** The same sweep is told of so often at most, in milliseconds: small runs end many times a second. */
const INTERVAL_MS = 250

export interface SweepTellerOptions {
  readonly emitter: Emitter
  readonly list: () => SweepSummary[]
  readonly get: (sweepId: string) => SweepSummary
}

/** Tells how sweeps stand, soon and not too often, also of those that other programs run in the same store. */
export class SweepTeller {
  readonly #options: SweepTellerOptions
  readonly #timers = new Map<string, NodeJS.Timeout>()
  readonly #toldAt = new Map<string, number>()
  /** What was told last, by sweep, as JSON. */
  readonly #known = new Map<string, string>()
  #isClosed = false

  constructor(options: SweepTellerOptions) {
    this.#options = options
    for (const sweep of options.list()) this.#known.set(sweep.id, JSON.stringify(sweep))
  }

  /** Tells how a sweep stands: now, or as soon as it may be told again. */
  tell(sweepId: string): void {
    if (this.#isClosed || this.#timers.has(sweepId)) return
    const wait = (this.#toldAt.get(sweepId) ?? -Infinity) + INTERVAL_MS - performance.now()
    if (wait <= 0) this.tellNow(sweepId)
    else {
      const timer = setTimeout(() => this.tellNow(sweepId), wait).unref()
      this.#timers.set(sweepId, timer)
    }
  }

  tellDeleted(sweepId: string): void {
    clearTimeout(this.#timers.get(sweepId))
    this.#timers.delete(sweepId)
    this.#known.delete(sweepId)
    this.#options.emitter.emit('sweepDeleted', { sweepId })
  }

  /** Tells of sweeps that are other than they were told. */
  lookForOthers(): void {
    const sweeps = this.#options.list()
    const present = new Set(sweeps.map((sweep) => sweep.id))
    for (const sweepId of this.#known.keys()) if (!present.has(sweepId)) this.tellDeleted(sweepId)
    for (const sweep of sweeps) {
      if (this.#known.get(sweep.id) !== JSON.stringify(sweep)) this.tell(sweep.id)
    }
  }

  close(): void {
    this.#isClosed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Tells at once how a sweep stands. */
  tellNow(sweepId: string): void {
    if (this.#isClosed) return
    clearTimeout(this.#timers.get(sweepId))
    this.#timers.delete(sweepId)
    this.#toldAt.set(sweepId, performance.now())
    let sweep: SweepSummary
    try {
      sweep = this.#options.get(sweepId)
    } catch {
      // Deleted, or the store cannot be read now: the next change tells it.
      return
    }
    this.#known.set(sweepId, JSON.stringify(sweep))
    this.#options.emitter.emit('sweepChanged', sweep)
  }
}
