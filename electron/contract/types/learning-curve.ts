import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'

/** Where a learning curve stands. Posted at most 20 times a second. */
export interface LearningCurveProgress {
  readonly curveId: string
  /** Training images of the network at work. */
  readonly size: number
  readonly seed: number
  readonly networksDone: number
  readonly networks: number
  /** 0 to 1, of all the work at most. */
  readonly share: number
  readonly remainingMs: number | null
}

/** What a run's recipe reaches with fewer training images. */
export interface RunLearningCurve {
  /** Smallest amount first. */
  readonly points: readonly LearningCurvePoint[]
  /** False where it was cancelled before its last point. */
  readonly isComplete: boolean
}
