import type { SweepSummary } from '#contract/types.ts'
import type { Emitter } from '../emitter.ts'

/** Least time between two events of one sweep, in milliseconds: small runs end many times a second. */
const INTERVAL_MS = 250

/** Reading the state of a sweep of thousands of runs is slow; it may take up to this share of the time. */
const READING_SHARE = 0.05

export interface SweepNotifierOptions {
  readonly emitter: Emitter
  /** See `SweepStore.listMarks`. */
  readonly listMarks: () => Map<string, string>
  /** @throws WorkbenchError for a sweep that is not there or cannot be read */
  readonly get: (sweepId: string) => SweepSummary
}

/** Emits `sweepChanged` soon but not too often, also for sweeps that other programs run in the same store. */
export class SweepNotifier {
  readonly #options: SweepNotifierOptions
  readonly #timers = new Map<string, NodeJS.Timeout>()
  /** When the next event of a sweep may be emitted, as of `performance.now()`. */
  readonly #freeAt = new Map<string, number>()
  /** The last emitted state of each sweep, as JSON. */
  readonly #known = new Map<string, string>()
  /** The marks of all sweeps at the last check, see `SweepStore.listMarks`. */
  #marks: Map<string, string>
  #isClosed = false

  constructor(options: SweepNotifierOptions) {
    this.#options = options
    this.#marks = options.listMarks()
  }

  /** Emits the state of a sweep: now, or as soon as the interval has passed. */
  notify(sweepId: string): void {
    if (this.#isClosed || this.#timers.has(sweepId)) return
    const wait = (this.#freeAt.get(sweepId) ?? -Infinity) - performance.now()
    if (wait <= 0) this.notifyNow(sweepId)
    else this.#timers.set(sweepId, setTimeout(() => this.notifyNow(sweepId), wait).unref())
  }

  /** Emits the state of a sweep at once, unless it is what was emitted last. */
  notifyNow(sweepId: string): void {
    if (this.#isClosed) return
    this.#dropTimer(sweepId)
    const startedAt = performance.now()
    let sweep: SweepSummary
    try {
      sweep = this.#options.get(sweepId)
    } catch {
      // Deleted, or the store cannot be read now: the next change emits it.
      return
    }
    const now = performance.now()
    this.#freeAt.set(sweepId, now + Math.max(INTERVAL_MS, (now - startedAt) / READING_SHARE))
    const text = JSON.stringify(sweep)
    if (this.#known.get(sweepId) === text) return
    this.#known.set(sweepId, text)
    // So that its deletion is noticed, too.
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

  /** Notifies of sweeps that other programs changed since the last check; changes of their runs are noticed with the runs. */
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
