import type { LearningCurvePoint } from '#core/experiments/learning-curve.ts'

/** How far a learning curve is. */
export interface LearningCurveProgress {
  /** Training images of the network at work. */
  readonly size: number
  readonly seed: number
  readonly networksDone: number
  readonly networks: number
  /** 0 to 1, of all the work at most. */
  readonly share: number
  readonly remainingMs: number | null
}

/** What a learning curve reports while it is drawn: at most 20 times a second how far it is, and each point. */
export type LearningCurveUpdate =
  | { readonly type: 'progressed'; readonly progress: LearningCurveProgress }
  | { readonly type: 'pointMeasured'; readonly point: LearningCurvePoint }
