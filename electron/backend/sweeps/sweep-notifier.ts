import type { SweepSummary } from '#contract/types.ts'
import type { Emitter } from '../emitter.ts'

/** The same sweep is told of so often at most, in milliseconds: small runs end many times a second. */
const INTERVAL_MS = 250

/** Reading how a sweep of thousands of runs stands takes a while; it takes this share of the time at most. */
const READING_SHARE = 0.05

export interface SweepNotifierOptions {
  readonly emitter: Emitter
  /** See `SweepStore.listMarks`. */
  readonly listMarks: () => Map<string, string>
  /** @throws WorkbenchError for a sweep that is not there or cannot be read */
  readonly get: (sweepId: string) => SweepSummary
}

/** Tells how sweeps stand, soon and not too often, also of those that other programs run in the same store. */
export class SweepNotifier {
  readonly #options: SweepNotifierOptions
  readonly #timers = new Map<string, NodeJS.Timeout>()
  /** When a sweep may be told of again. */
  readonly #freeAt = new Map<string, number>()
  /** What was told last, by sweep, as JSON. */
  readonly #known = new Map<string, string>()
  /** What sweeps were like at the last look, by sweep. */
  #marks: Map<string, string>
  #isClosed = false

  constructor(options: SweepNotifierOptions) {
    this.#options = options
    this.#marks = options.listMarks()
  }

  /** Tells how a sweep stands: now, or as soon as it may be told again. */
  notify(sweepId: string): void {
    if (this.#isClosed || this.#timers.has(sweepId)) return
    const wait = (this.#freeAt.get(sweepId) ?? -Infinity) - performance.now()
    if (wait <= 0) this.notifyNow(sweepId)
    else this.#timers.set(sweepId, setTimeout(() => this.notifyNow(sweepId), wait).unref())
  }

  /** Tells at once how a sweep stands, where that is not what was told last. */
  notifyNow(sweepId: string): void {
    if (this.#isClosed) return
    this.#dropTimer(sweepId)
    const startedAt = performance.now()
    let sweep: SweepSummary
    try {
      sweep = this.#options.get(sweepId)
    } catch {
      // Deleted, or the store cannot be read now: the next change tells it.
      return
    }
    const now = performance.now()
    this.#freeAt.set(sweepId, now + Math.max(INTERVAL_MS, (now - startedAt) / READING_SHARE))
    const text = JSON.stringify(sweep)
    if (this.#known.get(sweepId) === text) return
    this.#known.set(sweepId, text)
    // One that is told of is one whose deletion is to be told of.
    if (!this.#marks.has(sweepId)) this.#marks.set(sweepId, '')
    this.#options.emitter.emit('sweepChanged', sweep)
  }

  notifyDeleted(sweepId: string): void {
    this.#dropTimer(sweepId)
    this.#marks.delete(sweepId)
    this.#known.delete(sweepId)
    this.#freeAt.delete(sweepId)
    this.#options.emitter.emit('sweepDeleted', { sweepId })
  }

  /** Tells of sweeps that are other than at the last look; how their runs stand is told when these are. */
  lookForExternalChanges(): void {
    const before = this.#marks
    this.#marks = this.#options.listMarks()
    for (const sweepId of before.keys()) if (!this.#marks.has(sweepId)) this.notifyDeleted(sweepId)
    for (const [sweepId, mark] of this.#marks) if (before.get(sweepId) !== mark) this.notify(sweepId)
  }

  close(): void {
    this.#isClosed = true
    for (const sweepId of [...this.#timers.keys()]) this.#dropTimer(sweepId)
  }

  #dropTimer(sweepId: string): void {
    clearTimeout(this.#timers.get(sweepId))
    this.#timers.delete(sweepId)
  }
}
