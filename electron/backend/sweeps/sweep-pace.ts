import type { SweepPlan } from '#core/experiments/sweep/plan-sweep.ts'
import type { SweepCourse } from './sweep-course.ts'

export interface SweepPaceOptions {
  readonly plan: SweepPlan
  readonly course: SweepCourse
  /** Epochs of all runs together, where none ends early by itself. */
  readonly epochs: number
  /** Trainings at once. */
  readonly workers: number
}

/** Estimates how long a sweep still takes from the epochs that it has trained since it was started or resumed. */
export class SweepPace {
  readonly #options: SweepPaceOptions
  #measuredMs = 0
  #measured = 0

  constructor(options: SweepPaceOptions) {
    this.#options = options
  }

  noteEpoch(durationMs: number): void {
    this.#measuredMs += durationMs
    this.#measured++
  }

  /** In milliseconds; null before anything was measured. */
  get remainingMs(): number | null {
    if (this.#measured === 0) return null
    const { plan, course, epochs, workers } = this.#options
    let done = 0
    let open = 0
    let unfinished = 0
    plan.runs.forEach(({ recipe }, index) => {
      const trained = course.epochsAt(index)
      done += trained
      if (course.hasEnded(index)) return
      open += recipe.epochs - trained
      unfinished++
    })
    // Halving ends most of the runs that are still open.
    const left = Math.min(open, Math.max(0, epochs - done))
    return (left * this.#measuredMs) / this.#measured / Math.max(1, Math.min(workers, unfinished))
  }
}
