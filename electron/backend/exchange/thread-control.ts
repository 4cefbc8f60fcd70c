import type { FileWorkPhase, FileWorkProgress } from '#contract/types.ts'
import { cancelled } from '#contract/wire.ts'
import type { WorkControl } from './work-control.ts'

/** Least time between two progress reports, in milliseconds. */
const REPORT_INTERVAL_MS = 100

/** The remaining time is not estimated before this share of the work is done. */
const MEASURED_SHARE = 0.03

/**
 * Shares of the whole time that the phases take, in order, as measured on a file of 1 GB (`npm run bench -- --import`).
 */
const PHASES: Readonly<Record<'import' | 'export', readonly (readonly [FileWorkPhase, number])[]>> = {
  import: [
    ['waiting', 0],
    ['reading', 0.3],
    ['checking', 0.1],
    ['adding', 0.6],
  ],
  export: [['writing', 1]],
}

/** Learns of a cancellation through memory shared with the main thread, as the work leaves no time for messages. */
export class ThreadControl implements WorkControl {
  readonly #cancelled: Int32Array
  readonly #job: 'import' | 'export'
  readonly #onProgress: (progress: FileWorkProgress) => void
  #startedAt = performance.now()
  #reportedAt = -Infinity
  #phase: FileWorkPhase | null = null

  /** @param cancelled of one number that is not 0 once the work is to end */
  constructor(
    cancelled: Int32Array,
    job: 'import' | 'export',
    onProgress: (progress: FileWorkProgress) => void,
  ) {
    this.#cancelled = cancelled
    this.#job = job
    this.#onProgress = onProgress
  }

  throwIfCancelled = (): void => {
    if (Atomics.load(this.#cancelled, 0) !== 0) throw cancelled()
  }

  pause = (ms: number): void => {
    if (ms > 0) Atomics.wait(this.#cancelled, 0, 0, ms)
  }

  report = (phase: FileWorkPhase, fraction: number, bytes?: number): void => {
    const now = performance.now()
    if (phase === this.#phase && now - this.#reportedAt < REPORT_INTERVAL_MS) return
    // Time spent waiting for another program must not count into the pace.
    if (this.#phase === 'waiting') this.#startedAt = now
    this.#phase = phase
    this.#reportedAt = now
    const whole = this.#share(phase, fraction)
    const elapsed = now - this.#startedAt
    this.#onProgress({
      phase,
      bytes: bytes ?? null,
      fraction: whole,
      remainingMs: whole < MEASURED_SHARE ? null : (elapsed / whole) * (1 - whole),
    })
  }

  #share(phase: FileWorkPhase, fraction: number): number {
    let before = 0
    for (const [name, share] of PHASES[this.#job]) {
      if (name === phase) return Math.min(1, before + share * fraction)
      before += share
    }
    return before
  }
}
